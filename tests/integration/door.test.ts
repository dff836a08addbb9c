import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import type { Call } from '../support/api/operations.ts';
import { memoryConsole } from '../support/cli/memory-console.ts';
import { sendLines } from '../support/raw-http.ts';
import { type OperatedSite, startOperatedSite } from './operated.site.ts';

let site: OperatedSite;
let own: string;
beforeAll(async () => {
  site = await startOperatedSite();
  own = new URL(site.url).host;
});
afterAll(() => site.stop());

const JSON_TYPE = 'Content-Type: application/json';

/** Sends an operation with its body and with the headers that are given, and nothing else that a browser or the CLI sends. */
async function send({ method, path, body = '' }: Call, headers: readonly string[]): Promise<string> {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return sendLines(site.url, [`${method} ${path} HTTP/1.1`, ...headers, ...length], body);
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
const documentOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Record<string, unknown>;

/** Headers by which a request is known as a web page's, or as one that may be, and how it is answered. */
const table = (): readonly (readonly [string, readonly string[], number])[] => [
  ['no host', [JSON_TYPE], 400],
  ['two hosts', [`Host: ${own}`, `Host: ${own}`, JSON_TYPE], 400],
  ['a host that is none', ['Host: a/b', JSON_TYPE], 400],
  ['a rebound name', ['Host: evil.example', JSON_TYPE], 403],
  ['a rebound name with its own origin', ['Host: evil.example', 'Origin: http://evil.example', JSON_TYPE], 403],
  ['an address of another server', ['Host: 10.0.0.7:8080', JSON_TYPE], 403],
  ['a foreign origin', [`Host: ${own}`, 'Origin: http://evil.example', JSON_TYPE], 403],
  ['another port of this computer', [`Host: ${own}`, 'Origin: http://127.0.0.1:3000', JSON_TYPE], 403],
  ['the origin of a sandbox', [`Host: ${own}`, 'Origin: null', JSON_TYPE], 403],
  ['another site', [`Host: ${own}`, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', JSON_TYPE], 403],
  ['the same site', [`Host: ${own}`, 'Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: cors', JSON_TYPE], 403],
  [
    'a frame',
    [`Host: ${own}`, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'],
    403,
  ],
];

describe('every operation of the API', () => {
  it('is among what is tried', () => {
    expect(site.calls.length).toBeGreaterThanOrEqual(39);
    expect(site.calls.filter(({ path }) => path.includes('{') || path.endsWith('/x') || path.includes('//'))).toEqual(
      [],
    );
  });

  it('refuses what a web page could have sent, and does nothing', async () => {
    const before = await site.snapshot();
    const wrong: string[] = [];
    for (const [what, headers, status] of table()) {
      for (const call of site.calls) {
        const answer = await send(call, headers);
        const { type = '' } = documentOf(answer);
        if (statusOf(answer) !== status || !/^urn:chimera:problem:(host|page)-/.test(String(type))) {
          wrong.push(`${call.name} with ${what}: ${answer.slice(0, 200)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await site.snapshot()).toEqual(before);
  });

  it('that writes refuses what any page may send to anybody, from a browser that says nothing of itself', async () => {
    const before = await site.snapshot();
    const writes = site.calls.filter(({ method }) => method !== 'GET');
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const call of writes) {
      for (const type of types) {
        expect(statusOf(await send(call, [`Host: ${own}`, `Content-Type: ${type}`]))).toBe(415);
      }
      expect(statusOf(await send({ ...call, body: undefined }, [`Host: ${own}`]))).toBe(403);
    }
    expect(writes.length).toBeGreaterThan(10);
    expect(await site.snapshot()).toEqual(before);
  });

  it('is not told from one that does not exist', async () => {
    const call = { name: '', method: 'GET', path: '/api/no-such', body: undefined };
    const nowhere = documentOf(await send(call, ['Host: evil.example']));
    const somewhere = documentOf(await send({ ...call, path: '/api/tasks' }, ['Host: evil.example']));
    expect({ ...nowhere, instance: '' }).toEqual({ ...somewhere, instance: '' });
  });
});

describe('who may use the API', () => {
  it('is a program that says JSON, or that it is none of a page', async () => {
    const pause = site.calls.find(({ name }) => name === 'POST /api/pool/pause');
    if (pause === undefined) throw new Error('there is no such operation');
    const bare = { ...pause, body: undefined };
    expect(statusOf(await send(bare, [`Host: ${own}`, JSON_TYPE]))).toBe(200);
    expect(statusOf(await send({ ...bare, path: '/api/pool/resume' }, [`Host: ${own}`, 'X-Chimera-Request: 1']))).toBe(
      200,
    );
    expect(statusOf(await send(pause, [`Host: localhost:9`, JSON_TYPE]))).toBe(200);
    expect(statusOf(await send({ ...bare, path: '/api/pool/resume' }, ['Host: [::1]', JSON_TYPE]))).toBe(200);
  });

  it('is the command line', async () => {
    const console = memoryConsole({ env: { CHIMERA_API_URL: site.url } });
    const unused = () => Promise.reject(new Error('not needed'));
    const system = { ensureTools: unused, start: unused, checkAgents: unused, replay: unused };
    for (const command of [['pool', 'pause'], ['pool', 'resume'], ['list'], ['dlq', 'list'], ['health']]) {
      expect([command, await runCli(command, console, system, '1.2.3')]).toEqual([command, 0]);
    }
  });

  it('is whoever follows a link to the documentation or to evidence', async () => {
    const visit = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];
    const evidence = site.calls.find(({ name }) => name.includes('/artifacts/{path}'))?.path ?? '';
    const followed = async (path: string) =>
      statusOf(await send({ name: '', method: 'GET', path, body: undefined }, [`Host: ${own}`, ...visit]));
    expect(await followed('/api/docs')).toBe(200);
    expect(await followed(evidence)).toBe(200);
    expect(await followed('/api/tasks')).toBe(403);
  });
});
