import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createApp } from '../src/app.mjs';

const server = createServer(createApp());
let base;
before(() =>
  new Promise((ready) => server.listen(0, '127.0.0.1', ready)).then(
    () => (base = `http://127.0.0.1:${server.address().port}`),
  ),
);
after(() => server.close());

/** A visitor with a cookie of their own who follows redirects. */
function visitor() {
  let cookie = '';
  const request = async (path, form) => {
    const response = await fetch(base + path, {
      headers: { cookie },
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const location = response.headers.get('location');
    return location ? request(location) : { status: response.status, text: await response.text() };
  };
  return { get: (path) => request(path), post: (path, form) => request(path, form) };
}

test('the shop says that it is healthy', async () => {
  assert.equal((await visitor().get('/health')).status, 200);
});

test('what a visitor adds is in their cart and in nobody else’s', async () => {
  const anna = visitor();
  await anna.post('/cart/add', { product: 'teapot' });
  assert.match((await anna.get('/cart')).text, /Enamel teapot/);
  assert.match((await visitor().get('/cart')).text, /Your cart is empty/);
});

test('an order needs a name, an e-mail and an address', async () => {
  const anna = visitor();
  await anna.post('/cart/add', { product: 'mug' });
  const refused = await anna.post('/checkout', { name: 'Anna', email: '', address: '' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Please tell us your e-mail/);
  const accepted = await anna.post('/checkout', { name: 'Anna', email: 'anna@example.org', address: 'Elm 1' });
  assert.match(accepted.text, /Thank you/);
});

test('what a visitor types is shown as text, never as HTML', async () => {
  const anna = visitor();
  await anna.post('/cart/add', { product: 'mug' });
  const { text } = await anna.post('/checkout', { name: '"><script>', email: '', address: '' });
  assert.doesNotMatch(text, /"><script>/);
});

test('a page that does not exist is not found', async () => {
  assert.equal((await visitor().get('/nowhere')).status, 404);
});
