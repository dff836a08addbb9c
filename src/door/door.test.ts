import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rawConnection, sendLines } from '../../tests/support/raw-http.ts';
import { createDoor, type DoorOptions } from './door.ts';
import { API_LIMITS, type DoorLimits } from './limits.ts';

interface Behind {
  readonly url: string;
  readonly server: Server;
  /** Methods and targets of the requests that came in. */
  readonly seen: readonly string[];
  readonly refused: readonly string[];
}

/** A server behind a door, that answers each request with how many bytes its body has. */
async function behindDoor(limits: Partial<DoorLimits> = {}, gate: Partial<DoorOptions['gate']> = {}): Promise<Behind> {
  const seen: string[] = [];
  const refused: string[] = [];
  const handler: RequestListener = (request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () => response.end(String(bytes)));
  };
  const server = createDoor(
    {
      gate: { hosts: [], isPage: () => false, ...gate },
      limits: { ...API_LIMITS, ...limits },
      onRefused: ({ kind }) => refused.push(kind),
    },
    handler,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, seen, refused };
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
const documentOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Record<string, unknown>;

const HOST = 'Host: 127.0.0.1';
const JSON_TYPE = 'Content-Type: application/json';

describe('a door', () => {
  it('lets in who may, with the body', async () => {
    const { url, seen } = await behindDoor();
    const answer = await sendLines(url, ['POST /a HTTP/1.1', HOST, JSON_TYPE, 'Content-Length: 3'], '{} ');
    expect(answer).toMatch(/\r\n\r\n[^]*3/);
    expect(seen).toEqual(['POST /a']);
  });

  it('answers whom it does not let in with a problem, and the server behind it hears nothing', async () => {
    const { url, seen, refused } = await behindDoor();
    const answer = await sendLines(url, ['GET /a?b HTTP/1.1', 'Host: evil.example']);
    expect(documentOf(answer)).toEqual({
      type: 'urn:chimera:problem:host-refused',
      title: 'This host is not known here',
      status: 403,
      detail: expect.stringContaining('CHIMERA_ALLOWED_HOSTS') as string,
      instance: '/a',
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toContain('Content-Type: application/problem+json\r\n');
    expect(answer).toContain('Connection: close\r\n');
    expect(await sendLines(url, ['HEAD / HTTP/1.1', 'Host: evil.example'])).toMatch(/\r\n\r\n$/);
    expect(seen).toEqual([]);
    expect(refused).toEqual(['host-refused', 'host-refused']);
  });

  it.each([
    ['no Host', ['GET / HTTP/1.1'], 400],
    ['no Host in an older request', ['GET / HTTP/1.0'], 400],
    ['two of them', ['GET / HTTP/1.1', HOST, HOST], 400],
    ['a second one that is foreign', ['GET / HTTP/1.1', HOST, 'host: evil.example'], 400],
    ['one that is none', ['GET / HTTP/1.1', 'Host: a b'], 400],
    ['another one in the URL', ['GET http://evil.example/ HTTP/1.1', HOST], 400],
    ['a page that would open a WebSocket', upgrade('Origin: http://evil.example'), 403],
    [
      'a rebound page that would',
      ['GET / HTTP/1.1', 'Host: evil.example', 'Connection: Upgrade', 'Upgrade: websocket'],
      403,
    ],
    ['a foreign expectation', ['POST / HTTP/1.1', 'Host: evil.example', JSON_TYPE, 'Expect: miracles'], 403],
    ['an expectation of its own', ['POST / HTTP/1.1', HOST, JSON_TYPE, 'Expect: miracles'], 417],
    ['no HTTP', ['hello'], 400],
    ['more headers than fit', ['GET / HTTP/1.1', HOST, `X: ${'x'.repeat(20_000)}`], 431],
  ])('refuses %s', async (_, lines, status) => {
    const { url, seen } = await behindDoor();
    const answer = await sendLines(url, lines);
    expect(statusOf(answer)).toBe(status);
    expect(documentOf(answer)).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:chimera:problem:/) as string,
    });
    expect(seen).toEqual([]);
  });

  it('takes an upgrade of its own for a plain request, and opens no tunnel', async () => {
    const { url, seen } = await behindDoor();
    expect(statusOf(await sendLines(url, upgrade(`Origin: ${url}`, new URL(url).host)))).toBe(200);
    expect(await sendLines(url, ['CONNECT 127.0.0.1:22 HTTP/1.1', HOST])).toBe('');
    expect(seen).toEqual(['GET /']);
  });

  it('asks nobody for a body whom it refuses', async () => {
    const { url, seen } = await behindDoor();
    const expecting = (host: string, type: string) =>
      sendLines(url, ['POST / HTTP/1.1', host, type, 'Content-Length: 2', 'Expect: 100-continue'], '{}');
    expect(await expecting('Host: evil.example', JSON_TYPE)).toMatch(/^HTTP\/1\.1 403 /);
    expect(await expecting(HOST, 'Content-Type: text/plain')).toMatch(/^HTTP\/1\.1 415 /);
    expect(await expecting(HOST, JSON_TYPE)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
    expect(seen).toEqual(['POST /']);
  });

  it('answers under the address at which it was reached', async () => {
    const { url } = await behindDoor();
    expect(statusOf(await sendLines(url, ['GET / HTTP/1.1', `Host: ${new URL(url).host}`]))).toBe(200);
    expect(statusOf(await sendLines(url, ['GET / HTTP/1.1', 'Host: 127.0.0.2']))).toBe(403);
  });
});

const reachable = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

it.skipIf(reachable === undefined)(
  'a door on all addresses answers under the one that was reached, as Prometheus does',
  async () => {
    const { server } = await behindDoor();
    await new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const { port } = server.address() as AddressInfo;
    const asked = (host: string, at = reachable) =>
      sendLines(`http://${at}:${port}`, ['GET / HTTP/1.1', `Host: ${host}:${port}`]).then(statusOf);
    expect(await asked(reachable ?? '')).toBe(200);
    expect(await asked('localhost')).toBe(200);
    expect(await asked(reachable ?? '', '127.0.0.1')).toBe(403);
    expect(await asked('10.255.255.1')).toBe(403);
  },
);

describe('the patience of a door', () => {
  const short = { requestMs: 1_500, headersMs: 700, keepAliveMs: 300 };

  it('ends with headers that do not come, and with bodies that do not end', async () => {
    const { url } = await behindDoor(short);
    const slow = await Promise.all([
      rawConnection(url),
      rawConnection(url, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: '),
      rawConnection(url, `POST / HTTP/1.1\r\n${HOST}\r\n${JSON_TYPE}\r\nContent-Length: 9\r\n\r\n{`),
      rawConnection(url, `POST / HTTP/1.1\r\n${HOST}\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`),
    ]);
    for (const { closed } of slow) {
      const answer = await closed;
      expect(documentOf(answer)).toMatchObject({ status: 408, type: 'urn:chimera:problem:request-timeout' });
    }
  });

  it('ends with a connection that asks nothing more', async () => {
    const { url } = await behindDoor(short);
    const { closed } = await rawConnection(url, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    expect(statusOf(await closed)).toBe(200);
  });

  it('lasts for a long answer', async () => {
    const { url, server } = await behindDoor(short);
    server.removeAllListeners('request');
    server.on('request', (_request, response) => {
      response.write('begun');
      setTimeout(() => response.end('ended'), 4_000);
    });
    expect(await (await fetch(url)).text()).toBe('begunended');
  });
});

describe('the room behind a door', () => {
  const asking = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

  it('has its bounds, for one client and for all', async () => {
    for (const connections of [
      { inAll: 9, perClient: 2 },
      { inAll: 2, perClient: 9 },
    ]) {
      const { url, seen } = await behindDoor({ connections });
      const [one, two] = await Promise.all([rawConnection(url, asking), rawConnection(url, asking)]);
      await expect.poll(() => seen.length).toBe(2);
      const third = await (await rawConnection(url, asking)).closed;
      expect(documentOf(third)).toMatchObject({ status: 503, type: 'urn:chimera:problem:too-many-connections' });
      expect(third).toContain('Retry-After: 5\r\n');
      one.socket.destroy();
      await one.closed;
      await expect.poll(async () => statusOf(await sendLines(url, ['GET / HTTP/1.1', HOST]))).toBe(200);
      expect(statusOf(two.text())).toBe(200);
      two.socket.destroy();
    }
  });

  it('is not kept from others by one who does not leave', async () => {
    const { url } = await behindDoor({ connections: { inAll: 1, perClient: 1 } });
    const first = await rawConnection(url, asking);
    const second = await rawConnection(url);
    // It says nothing and does not close its side; the server closes both.
    expect(statusOf(await second.closed)).toBe(503);
    first.socket.destroy();
  });
});

function upgrade(origin: string, host = '127.0.0.1'): readonly string[] {
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  return ['GET / HTTP/1.1', `Host: ${host}`, 'Upgrade: websocket', key, 'Sec-WebSocket-Version: 13', origin];
}
