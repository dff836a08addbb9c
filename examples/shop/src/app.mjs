import { readFileSync } from 'node:fs';
import { addToCart, emptyCart, itemCount, setQuantity } from './cart.mjs';
import { readForm } from './form.mjs';
import { cartPage } from './pages/cart.mjs';
import { checkoutPage, missingFields } from './pages/checkout.mjs';
import { homePage } from './pages/home.mjs';
import { messagePage } from './pages/message.mjs';
import { findProduct } from './products.mjs';
import { createSessions } from './sessions.mjs';

const stylesheet = readFileSync(new URL('../public/style.css', import.meta.url));

const routes = {
  'GET /': ({ session, url }) => homePage({ session, url }),
  'GET /cart': ({ session }) => cartPage({ session }),
  'GET /checkout': ({ session }) => (itemCount(session.cart) === 0 ? { redirect: '/cart' } : checkoutPage({ session })),
  'GET /thank-you': ({ session }) =>
    messagePage({ session, title: 'Thank you', text: 'Your order is on its way to our workshop.' }),

  'POST /cart/add': ({ session, form }) => {
    const product = findProduct(form.get('product'));
    if (!product)
      return { status: 400, ...messagePage({ session, title: 'Unknown product', text: 'We do not sell that.' }) };
    session.cart = addToCart(session.cart, product.id);
    session.notice = `${product.name} is in your cart.`;
    return { redirect: '/' };
  },
  'POST /cart/quantity': ({ session, form }) => {
    session.cart = setQuantity(session.cart, form.get('product'), Number(form.get('quantity')));
    return { redirect: '/cart' };
  },
  'POST /cart/remove': ({ session, form }) => {
    session.cart = setQuantity(session.cart, form.get('product'), 0);
    return { redirect: '/cart' };
  },
  'POST /checkout': ({ session, form }) => {
    const missing = missingFields(form);
    if (missing.length > 0) return { status: 422, ...checkoutPage({ session, form, missing }) };
    session.cart = emptyCart();
    return { redirect: '/thank-you' };
  },
};

/** The shop as a request listener for node:http, with sessions of its own. */
export function createApp() {
  const sessions = createSessions();
  return async (request, response) => {
    const url = new URL(request.url, 'http://shop');
    if (url.pathname === '/health') return void response.end('ok');
    if (url.pathname === '/style.css') {
      return void response.setHeader('Content-Type', 'text/css; charset=utf-8').end(stylesheet);
    }
    try {
      const form = request.method === 'POST' ? await readForm(request) : undefined;
      const session = sessions.of(request, response);
      const route = routes[`${request.method} ${url.pathname}`];
      answer(response, route ? route({ session, form, url }) : notFound(session));
    } catch (error) {
      process.stderr.write(`${error.stack}\n`);
      response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end('The shop has a problem.');
    }
  };
}

function notFound(session) {
  return { status: 404, ...messagePage({ session, title: 'Nothing here', text: 'This page does not exist.' }) };
}

function answer(response, { redirect, status = 200, body }) {
  if (redirect) return void response.writeHead(303, { Location: redirect }).end();
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(body);
}
