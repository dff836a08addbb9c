import { cartLines, maxQuantity, subtotal } from '../cart.mjs';
import { html } from '../html.mjs';
import { price } from '../money.mjs';
import { page } from './layout.mjs';

/** The cart: its lines, what they cost, and the way to the checkout. */
export function cartPage({ session }) {
  const lines = cartLines(session.cart);
  const content = html`<h1>Your cart</h1>
    ${lines.length === 0 ? emptyNote() : filledCart(session, lines)}`;
  return page({ session, title: 'Cart', content });
}

function emptyNote() {
  return html`<p class="lead">Your cart is empty.</p>
    <p><a class="button" href="/">See the products</a></p>`;
}

function filledCart(session, lines) {
  const total = subtotal(session.cart);
  return html`<table>
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col">Quantity</th>
          <th scope="col" class="amount">Price</th>
          <th scope="col"><span class="unseen">Change</span></th>
        </tr>
      </thead>
      <tbody>
        ${lines.map(cartRow)}
      </tbody>
    </table>
    <section class="summary" aria-label="Summary">
      <p class="total">Total <strong>${price(total)}</strong></p>
      <a class="button" href="/checkout">Go to checkout</a>
    </section>`;
}

function cartRow({ product, quantity, cents }) {
  return html`<tr>
    <td>${product.name}</td>
    <td>
      <form method="post" action="/cart/quantity" class="quantity">
        <input type="hidden" name="product" value="${product.id}" />
        <input
          type="number"
          name="quantity"
          aria-label="Quantity of ${product.name}"
          min="0"
          max="${maxQuantity}"
          value="${quantity}"
        />
        <button class="quiet">Update</button>
      </form>
    </td>
    <td class="amount">${price(cents)}</td>
    <td class="amount">
      <form method="post" action="/cart/remove">
        <input type="hidden" name="product" value="${product.id}" />
        <button class="quiet">Remove</button>
      </form>
    </td>
  </tr>`;
}
