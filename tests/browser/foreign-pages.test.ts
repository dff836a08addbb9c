import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type OperatedSite, startOperatedSite } from '../integration/operated.site.ts';
import type { Call } from '../support/api/operations.ts';
import { launchChromium } from '../support/browser.ts';

/** Local Network Access checks are off, as in a browser that has none: what is left is the server's own defence. */
const NO_LOCAL_NETWORK_CHECKS =
  '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessSendPreflights';

const ATTACKS = fileURLToPath(new URL('../fixtures/foreign-page/attacks.js', import.meta.url));

/** What a page tried on a server, and what it could read of the answers. */
interface Loot {
  readonly tried: number;
  readonly read: readonly string[];
}

let site: OperatedSite;
beforeAll(async () => {
  site = await startOperatedSite();
});
afterAll(() => site.stop());

const browserOf = (...args: readonly string[]): Promise<Browser> => launchChromium([NO_LOCAL_NETWORK_CHECKS, ...args]);

/** A server of somebody else on this computer, that keeps what it is asked. */
async function otherServer(): Promise<{ readonly origin: string; readonly asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    request.resume();
    response.writeHead(200, {
      'Content-Type': 'text/html',
      'Access-Control-Allow-Origin': request.headers.origin ?? '*',
      'Access-Control-Allow-Credentials': 'true',
    });
    response.end('<!doctype html><title>evil</title><body></body>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Lets a page try one operation by all means that it has. */
const attack = (page: Page, origin: string, call: Call) =>
  page.evaluate<Loot>(`attack(${JSON.stringify({ origin, call })})`);

/** Tries every operation from a page; what the page could read of them. */
async function plunder(
  page: Page,
  origin: string,
): Promise<{ readonly tried: number; readonly read: readonly string[] }> {
  let tried = 0;
  const read: string[] = [];
  for (const call of site.calls) {
    const loot = await attack(page, origin, call);
    tried += loot.tried;
    read.push(...loot.read.map((text) => `${call.name} by ${text}`));
  }
  return { tried, read };
}

describe('a web page in a real browser', () => {
  it('of another origin changes nothing and reads nothing, by whatever means', async () => {
    const evil = await otherServer();
    const browser = await browserOf();
    const page = await browser.newPage();
    await page.addInitScript({ path: ATTACKS });
    await page.goto(evil.origin);
    const before = await site.snapshot();
    const { tried, read } = await plunder(page, site.url);
    expect(read).toEqual([]);
    expect(tried).toBeGreaterThan(400);
    expect(await site.snapshot()).toEqual(before);
    // The same on a server without a door, so that it is known that these requests are made and could be read.
    const calls = site.calls.filter(({ name }) => ['GET /api/tasks', 'POST /api/pool/drain'].includes(name));
    for (const call of calls) {
      const loot = await attack(page, evil.origin.replace('127.0.0.1', 'localhost'), call);
      expect(loot.read.some((text) => text.startsWith('fetch: '))).toBe(true);
    }
    const posts = evil.asked.filter(({ method }) => method === 'POST');
    const types = new Set(posts.map(({ headers }) => headers['content-type']?.split(';', 1)[0]));
    expect(types).toContain(undefined);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(types).toContain(type);
  });

  it('under a rebound name changes nothing and reads nothing', async () => {
    const browser = await browserOf('--host-resolver-rules=MAP evil.example 127.0.0.1');
    const page = await browser.newPage();
    const { port } = new URL(site.url);
    const origin = `http://evil.example:${port}`;
    // The page came from its own server, before the name was made to lead here; what it asks for then leads here.
    const own = { contentType: 'text/html', body: '<title>evil</title><body></body>' };
    await page.route(`${origin}/`, (route) => route.fulfill(own), { times: 1 });
    await page.addInitScript({ path: ATTACKS });
    await page.goto(`${origin}/`);
    const before = await site.snapshot();
    const refused = page.waitForResponse((answer) => answer.status() === 403);
    const { tried, read } = await plunder(page, origin);
    expect(read).toEqual([]);
    expect(tried).toBeGreaterThan(400);
    expect(((await (await refused).json()) as { type: string }).type).toBe('urn:chimera:problem:host-refused');
    expect(await site.snapshot()).toEqual(before);
  });

  it('that opens the API in a window or leads its visitor there gets nothing of it', async () => {
    const evil = await otherServer();
    const browser = await browserOf();
    const page = await browser.newPage();
    await page.goto(evil.origin);
    const before = await site.snapshot();
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(`void open(${JSON.stringify(`${site.url}/api/tasks`)})`),
    ]);
    await popup.getByText('urn:chimera:problem:page-refused').waitFor();
    const action = JSON.stringify(`${site.url}/api/pool/drain`);
    await page.setContent(`<form method="post" action=${action}><button>Go on</button></form>`);
    await page.getByRole('button').click();
    await page.getByText('urn:chimera:problem:page-refused').waitFor();
    expect(await site.snapshot()).toEqual(before);
  });

  it('of Chimera itself reads, and writes', async () => {
    const browser = await browserOf();
    const page = await browser.newPage();
    await page.goto(`${site.url}/api/docs`);
    const paused = await page.evaluate(async () => {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
      const status = (await fetch('/api/pool/pause', init)).status;
      return [status, (await fetch('/api/pool/resume', init)).status, (await fetch('/api/tasks')).status];
    });
    expect(paused).toEqual([200, 200, 200]);
  });
});
