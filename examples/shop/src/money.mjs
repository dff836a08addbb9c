/** An amount in cents as a price: 1250 is "€12.50". */
export function price(cents) {
  return `${cents < 0 ? '−' : ''}€${(Math.abs(cents) / 100).toFixed(2)}`;
}
