import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;

const people = `
  <h1>People</h1>
  <table>
    <tr><th>Name</th><th>Role</th><th></th></tr>
    <tr><td>Anna</td><td>Admin</td><td><button onclick="said('Removed Anna')">Remove</button></td></tr>
    <tr><td>Annabel</td><td>Guest</td><td><button onclick="said('Removed Annabel')">Remove</button></td></tr>
    <tr><td>Jörg</td><td>Guest</td><td><button onclick="said('Removed Jörg')">Remove</button></td></tr>
  </table>
  <section><h2>Billing</h2><button onclick="said('Billing saved')">Save</button></section>
  <section><h2>Profile</h2><button onclick="said('Profile saved')">Save</button></section>
  <ul><li>Lamp <a href="/?item=lamp">Open</a></li><li>Chair <a href="/?item=chair">Open</a></li></ul>
  <p role="status" id="said"></p>
  <script>function said(text) { document.getElementById('said').textContent = text; }</script>`;

const sheet = `
  <h1>Sign up</h1>
  <form onsubmit="event.preventDefault(); done()">
    <label for="mail">Email</label> <input id="mail" type="email" />
    <label>Password <input id="password" type="password" /></label>
    <input placeholder="Nickname" id="nick" />
    <label>Size <select id="size"><option>Extra Large</option><option>Large</option><option>Small</option></select></label>
    <label for="about">About</label> <textarea id="about"></textarea>
    <label><input type="checkbox" id="news" /> Newsletter</label>
    <label><input type="checkbox" id="terms" checked /> Terms</label>
    <label style="border: 1px solid">Picture <input type="file" id="picture" style="display: none" /></label>
    <button>Sign up</button>
    <button type="button" disabled>Delete account</button>
  </form>
  <pre id="result"></pre>
  <p style="display: none">Secret message</p>
  <div onclick="document.getElementById('result').textContent = 'Card opened'">Open card</div>
  <p>Total:   <b>3</b></p>
  <input aria-label="Search" onkeydown="if (event.key === 'Enter') document.getElementById('result').textContent = 'Searched ' + this.value" />
  <div>Colour: <button role="combobox" aria-label="Colour" onclick="list.hidden = false">Choose</button>
    <div role="listbox" id="list" hidden><div role="option" onclick="result.textContent = 'Red chosen'">Red</div></div></div>
  <script>
    const value = (id) => document.getElementById(id).value;
    function done() {
      const file = document.getElementById('picture').files[0];
      document.getElementById('result').textContent = [
        value('mail'), value('password'), value('nick'), value('size'), JSON.stringify(value('about')),
        document.getElementById('news').checked, document.getElementById('terms').checked, file ? file.name : 'no file',
      ].join(' | ');
    }
  </script>`;

const pages: Readonly<Record<string, string>> = {
  '/': page('Home', '<h1>Welcome</h1><a href="/people">People</a>'),
  '/people': page('People - Shop', people),
  '/sign-up': page('Sign up', sheet),
};

/** A running site. */
export interface Site {
  readonly url: string;
  stop(): Promise<void>;
}

/** The home page after the change that a task asks for. */
export const CHANGED_HOME: Readonly<Record<string, string>> = {
  '/': page('Home', '<h1>Welcome</h1><a href="/people">People</a><p>Opening hours: 9 to 5</p>'),
};

/** A small site of its own for the tests of the e2e-tester, on a free port of this host, with some pages changed. */
export async function startSite(changed: Readonly<Record<string, string>> = {}): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const body = changed[pathname] ?? pages[pathname];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(body ?? page('Not found', '<h1>Not found</h1>'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}
