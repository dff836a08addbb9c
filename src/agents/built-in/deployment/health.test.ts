import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listeningSockets, listensOn } from '../../../host/listening-port.ts';
import { probeUrl } from './probe.ts';
import { type HealthWait, waitUntilHealthy } from './wait-until-healthy.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const answering = (status: () => number): Promise<string> =>
  serve((_, response) => {
    response.statusCode = status();
    response.end();
  });

function waitFor(url: string, more: Partial<HealthWait> = {}): HealthWait {
  return {
    url,
    limitMs: 10_000,
    signal: new AbortController().signal,
    ended: () => false,
    isListening: () => Promise.resolve(true),
    onAnswer: () => undefined,
    ...more,
  };
}

describe('a probe', () => {
  it.each([
    [200, true],
    [204, true],
    [302, true],
    [404, false],
    [503, false],
  ])('takes status %d for healthy: %s', async (status, healthy) => {
    expect(await probeUrl(await answering(() => status))).toEqual({ healthy, says: `answered ${status}` });
  });
  it('says when nobody listens', async () => {
    const url = await answering(() => 200);
    servers.splice(0).forEach((server) => server.close());
    expect(await probeUrl(url)).toEqual({ healthy: false, says: 'no answer (ECONNREFUSED)' });
  });
  it('gives up on a server that keeps silent', async () => {
    const url = await serve(() => undefined);
    expect(await probeUrl(url, undefined, 50)).toEqual({ healthy: false, says: 'no answer within 50 ms' });
  });
});

describe('the wait for health', () => {
  it('ends with the first good answer, and tells each answer that differs', async () => {
    const statuses = [500, 500, 503, 200];
    const said: string[] = [];
    const url = await answering(() => statuses.shift() ?? 200);
    expect(await waitUntilHealthy(waitFor(url, { onAnswer: (says) => said.push(says) }))).toEqual({ kind: 'healthy' });
    expect(said).toEqual(['answered 500', 'answered 503', 'answered 200']);
  });
  it('ends when the process does', async () => {
    let looks = 0;
    const wait = waitFor('http://127.0.0.1:1', { ended: () => (looks += 1) > 2 });
    expect(await waitUntilHealthy(wait)).toEqual({ kind: 'ended' });
  });
  it('ends in time with the last answer', async () => {
    const url = await answering(() => 503);
    expect(await waitUntilHealthy(waitFor(url, { limitMs: 300 }))).toEqual({ kind: 'timeout', says: 'answered 503' });
  });
  it('does not trust an answer that somebody else may have given before it has held for two seconds', async () => {
    const url = await answering(() => 200);
    const started = performance.now();
    const wait = waitFor(url, { isListening: () => Promise.resolve(false) });
    expect(await waitUntilHealthy(wait)).toEqual({ kind: 'healthy' });
    expect(performance.now() - started).toBeGreaterThanOrEqual(2_000);
  });
  it('rejects with the reason of an abort', async () => {
    const abort = new AbortController();
    const wait = waitFor(await answering(() => 503), {
      signal: abort.signal,
      onAnswer: () => {
        abort.abort(new Error('cancelled'));
      },
    });
    await expect(waitUntilHealthy(wait)).rejects.toThrow('cancelled');
  });
});

describe('the table of sockets', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0',
    '   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 222 1 0',
    '   2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 333 1 0',
  ].join('\n');
  it('names the sockets that listen on a port', () => {
    expect(listeningSockets(table, 8080)).toEqual(['111']);
    expect(listeningSockets(table, 9999)).toEqual([]);
  });
  it('does not give a port to a tree that does not listen on it', async () => {
    const { port } = new URL(await answering(() => 200));
    expect(await listensOn(Number(port), { group: -1, marker: 'CHIMERA_RUN_ID=nobody' })).toBe(false);
  });
});
