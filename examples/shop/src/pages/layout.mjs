import { itemCount } from '../cart.mjs';
import { html } from '../html.mjs';

/** A whole page: header with the cart link, the visitor's notice if there is one (shown once), the content. */
export function page({ session, title, content }) {
  const notice = session.notice;
  session.notice = undefined;
  const count = itemCount(session.cart);
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Larch &amp; Linen</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <a class="brand" href="/">Larch <span>&amp;</span> Linen</a>
          <nav aria-label="Shop">
            <a href="/">Products</a>
            <a href="/cart">Cart${count > 0 && html` (${count})`}</a>
          </nav>
        </header>
        ${notice && html`<p class="notice" role="status">${notice}</p>`}
        <main id="content">${content}</main>
        <footer>Larch &amp; Linen, things for the house. Free delivery, thirty days to change your mind.</footer>
      </body>
    </html>`;
  return { body: document.text };
}
