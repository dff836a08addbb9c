import { itemCount, subtotal } from '../cart.mjs';
import { html } from '../html.mjs';
import { price } from '../money.mjs';
import { page } from './layout.mjs';

const fields = [
  { name: 'name', label: 'Name', type: 'text', autocomplete: 'name' },
  { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' },
  { name: 'address', label: 'Address', type: 'text', autocomplete: 'street-address' },
];

/** The names of the fields that were left empty. */
export function missingFields(form) {
  return fields.filter(({ name }) => !form.get(name)?.trim()).map(({ name }) => name);
}

/** The checkout: who gets the order, and where. */
export function checkoutPage({ session, form, missing = [] }) {
  const count = itemCount(session.cart);
  const content = html`<h1>Checkout</h1>
    <p class="lead">${count} ${count === 1 ? 'thing' : 'things'} for ${price(subtotal(session.cart))}.</p>
    <form method="post" action="/checkout" class="address" novalidate>
      ${fields.map((field) => fieldRow(field, form, missing.includes(field.name)))}
      <button>Place order</button>
    </form>`;
  return page({ session, title: 'Checkout', content });
}

function fieldRow({ name, label, type, autocomplete }, form, isMissing) {
  return html`<p>
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      value="${form?.get(name)}"
      ${isMissing && html`aria-invalid="true" aria-describedby="${name}-problem"`}
    />
    ${isMissing && html`<span class="problem" id="${name}-problem">Please tell us your ${label.toLowerCase()}.</span>`}
  </p>`;
}
