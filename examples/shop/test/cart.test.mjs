import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addToCart, cartLines, emptyCart, itemCount, maxQuantity, setQuantity, subtotal } from '../src/cart.mjs';
import { price } from '../src/money.mjs';

test('an empty cart costs nothing', () => {
  assert.equal(subtotal(emptyCart()), 0);
  assert.equal(itemCount(emptyCart()), 0);
});

test('the same product twice is one line', () => {
  const cart = addToCart(addToCart(emptyCart(), 'mug'), 'mug');
  assert.equal(cartLines(cart).length, 1);
  assert.equal(subtotal(cart), 3600);
});

test('a cart takes only products of the shop, in whole numbers, up to a limit', () => {
  assert.deepEqual(addToCart(emptyCart(), 'unicorn'), {});
  assert.deepEqual(setQuantity({ mug: 1 }, 'mug', 1.5), { mug: 1 });
  assert.deepEqual(setQuantity({ mug: 1 }, 'mug', 500), { mug: maxQuantity });
});

test('a quantity of zero takes the product out', () => {
  assert.deepEqual(setQuantity({ mug: 2, towel: 1 }, 'mug', 0), { towel: 1 });
});

test('prices are shown in euros and cents', () => {
  assert.equal(price(1250), '€12.50');
  assert.equal(price(-420), '−€4.20');
});
