/** Everything the shop sells; prices in cents. `picture` names a drawing in src/pages/pictures.mjs. */
export const products = [
  { id: 'mug', name: 'Stoneware mug', cents: 1800, picture: 'mug', text: 'Thrown by hand, holds a good half pint.' },
  {
    id: 'teapot',
    name: 'Enamel teapot',
    cents: 4200,
    picture: 'teapot',
    text: 'For six cups, with a lid that stays on.',
  },
  {
    id: 'towel',
    name: 'Linen tea towel',
    cents: 1400,
    picture: 'towel',
    text: 'Washed soft, dries glasses without lint.',
  },
  {
    id: 'board',
    name: 'Beech cutting board',
    cents: 3600,
    picture: 'board',
    text: 'One piece of oiled beech, 40 × 25 cm.',
  },
  { id: 'blanket', name: 'Wool blanket', cents: 8900, picture: 'blanket', text: 'Spun and woven from mountain wool.' },
  {
    id: 'candle',
    name: 'Beeswax candle',
    cents: 1200,
    picture: 'candle',
    text: 'Burns for thirty hours and smells of summer.',
  },
];

/** The product with this id, or undefined. */
export function findProduct(id) {
  return products.find((product) => product.id === id);
}
