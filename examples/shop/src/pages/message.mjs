import { html } from '../html.mjs';
import { page } from './layout.mjs';

/** A page that only says something. */
export function messagePage({ session, title, text }) {
  const content = html`<h1>${title}</h1>
    <p class="lead">${text}</p>
    <p><a class="button" href="/">Back to the products</a></p>`;
  return page({ session, title, content });
}
