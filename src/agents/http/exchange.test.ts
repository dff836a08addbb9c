import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setInterval as every } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { json } from '../../../tests/support/agents/agent-server.ts';
import { DONE, httpTrial } from '../../../tests/support/agents/http-trial.ts';
import { TransientAgentError } from '../../domain/failure.ts';
import { exchange } from './exchange.ts';

const soon = { timeouts: { connect_s: 5, idle_s: 0.3 } };

/** A TCP server that does what it is told with each connection; its port. */
async function listening(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** The failure of a call to a URL of the test's own. */
async function failureAt(url: string, connect_s = 5): Promise<unknown> {
  const { run } = await httpTrial(() => undefined);
  return run({ url, timeouts: { connect_s, idle_s: 5 } }).catch((error: unknown) => error);
}

describe('an exchange that fails', () => {
  it('may work the next time when nobody listens', async () => {
    const failure = await failureAt('http://127.0.0.1:9/work');
    expect(failure).toBeInstanceOf(TransientAgentError);
    expect(String(failure)).toMatch(/127\.0\.0\.1:9: .*ECONNREFUSED/);
  });

  it('may work the next time when no address of a name answers, each of them told', async () => {
    expect(String(await failureAt('http://localhost:9/work'))).toMatch(/localhost:9: .*ECONNREFUSED/);
  });

  it('may work the next time when the name is not known', async () => {
    expect(await failureAt('http://agents.invalid/work')).toBeInstanceOf(TransientAgentError);
  });

  it('may work the next time when the connection is reset', async () => {
    const port = await listening((socket) => {
      socket.once('data', () => {
        socket.resetAndDestroy();
      });
    });
    expect(await failureAt(`http://127.0.0.1:${port}/work`)).toBeInstanceOf(TransientAgentError);
  });

  it('may work the next time when the connection is closed without an answer', async () => {
    const port = await listening((socket) => {
      socket.once('data', () => {
        socket.end();
      });
    });
    expect(await failureAt(`http://127.0.0.1:${port}/work`)).toBeInstanceOf(TransientAgentError);
  });

  it('ends at the time limit for the connection, TLS included', async () => {
    const port = await listening(() => undefined);
    const failure = await failureAt(`https://127.0.0.1:${port}/work`, 0.3);
    expect(failure).toBeInstanceOf(TransientAgentError);
    expect(String(failure)).toMatch(/took no connection within 0\.3 s/);
  });

  it('ends when nothing is sent for too long, before the answer and in it', async () => {
    const { run } = await httpTrial((_asked, response, count) => {
      if (count === 2) response.writeHead(200).write('{');
    });
    for (const answer of [await run(soon).catch(String), await run(soon).catch(String)]) {
      expect(answer).toMatch(/sent nothing within 0\.3 s/);
    }
  });

  it('ends for a look at accepted work that trickles', async () => {
    const { run } = await httpTrial(async ({ method }, response) => {
      if (method === 'POST') {
        json(response, 202, {}, { Location: '/work/1', 'Retry-After': '0' });
        return;
      }
      response.writeHead(200);
      for await (const _tick of every(50)) if (!response.write(' ') || response.destroyed) return;
    });
    await expect(run(soon)).rejects.toThrow(/did not end its answer within 0\.3 s/);
  });

  it('ends at the abort, however busily the answer trickles', async () => {
    const controller = new AbortController();
    const began = performance.now();
    let lastTick = began;
    let closed = false;
    const { run } = await httpTrial(async (_asked, response) => {
      response.on('close', () => (closed = true));
      response.writeHead(200);
      for await (const _tick of every(20)) {
        if (response.destroyed) return;
        response.write(' ');
        lastTick = performance.now();
      }
    });
    const settled = run({ timeouts: { connect_s: 5, idle_s: 1 } }, controller.signal).catch((error: unknown) => error);
    await vi.waitFor(() => {
      expect(lastTick - began).toBeGreaterThan(1_500);
    }, 10_000);
    const reason = new Error('the limit was reached');
    controller.abort(reason);
    expect(await settled).toBe(reason);
    await vi.waitFor(() => {
      expect(closed).toBe(true);
    });
  });

  it('ends at the abort with a reason that is no error', async () => {
    const { run, asked } = await httpTrial(() => undefined);
    const controller = new AbortController();
    const settled = run({}, controller.signal).catch((error: unknown) => error);
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    controller.abort('enough');
    expect(await settled).toBe('enough');
  });
});

describe('an exchange', () => {
  it('hears a refusal that comes before the request is read', async () => {
    const port = await listening((socket) => {
      socket.once('data', () => {
        socket.pause().end('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n');
      });
    });
    const url = new URL(`http://127.0.0.1:${port}/`);
    const { signal } = new AbortController();
    const body = 'x'.repeat(8_000_000);
    const reply = await exchange({ method: 'POST', url, headers: {}, body, signal, connectMs: 5_000, idleMs: 5_000 });
    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    reply.discard();
  });

  it('leaves no listener at its signal', async () => {
    const { origin } = await httpTrial((_asked, response) => {
      json(response, 200, DONE);
    });
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const url = new URL(origin);
    const reply = await exchange({ method: 'GET', url, headers: {}, signal, connectMs: 1_000, idleMs: 1_000 });
    reply.discard();
    await vi.waitFor(() => {
      expect(removed).toHaveBeenCalledTimes(1);
    });
  });
});
