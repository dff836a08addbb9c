import { html } from '../html.mjs';
import { price } from '../money.mjs';
import { products } from '../products.mjs';
import { page } from './layout.mjs';
import { picture } from './pictures.mjs';

/** The home page: every product with its price and a button that puts it into the cart. */
export function homePage({ session }) {
  const content = html`<h1>Good things for the house</h1>
    <p class="lead">Made to be used every day, and to be handed on.</p>
    <ul class="products" aria-label="Products">
      ${products.map(productCard)}
    </ul>`;
  return page({ session, title: 'Products', content });
}

function productCard(product) {
  return html`<li>
    ${picture(product.picture)}
    <h2 id="${product.id}">${product.name}</h2>
    <p>${product.text}</p>
    <form method="post" action="/cart/add">
      <input type="hidden" name="product" value="${product.id}" />
      <strong>${price(product.cents)}</strong>
      <button aria-describedby="${product.id}">Add to cart</button>
    </form>
  </li>`;
}
