import { findProduct } from './products.mjs';

/** The most of one product that a cart takes. */
export const maxQuantity = 20;

/** A cart is a plain map of product id to quantity. */
export function emptyCart() {
  return {};
}

/** The cart with this much more of a product; unknown products change nothing. */
export function addToCart(cart, id, quantity = 1) {
  return setQuantity(cart, id, (cart[id] ?? 0) + quantity);
}

/** The cart with exactly this much of a product; 0 takes it out. */
export function setQuantity(cart, id, quantity) {
  if (!findProduct(id) || !Number.isInteger(quantity) || quantity < 0) return cart;
  const { [id]: _, ...rest } = cart;
  return quantity === 0 ? rest : { ...rest, [id]: Math.min(quantity, maxQuantity) };
}

/** The lines of a cart in the order of the catalogue's ids as they were added. */
export function cartLines(cart) {
  return Object.entries(cart).map(([id, quantity]) => {
    const product = findProduct(id);
    return { product, quantity, cents: product.cents * quantity };
  });
}

/** How many things are in the cart. */
export function itemCount(cart) {
  return Object.values(cart).reduce((sum, quantity) => sum + quantity, 0);
}

/** What the things in the cart cost together, in cents. */
export function subtotal(cart) {
  return cartLines(cart).reduce((sum, line) => sum + line.cents, 0);
}
