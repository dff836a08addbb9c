import { describe, expect, it } from 'vitest';
import type { TemporalServer } from '../toolchain/temporal-server.ts';
import { type ServerPorts, supervise } from './supervise-temporal.ts';

/** A server that ends when it is told to, by a stop or by a crash. */
function fakeServer(): TemporalServer & { crash(): void } {
  let end = (): void => undefined;
  const exited = new Promise<void>((resolve) => {
    end = resolve;
  });
  const stop = () => {
    end();
    return Promise.resolve();
  };
  return { address: '127.0.0.1:7233', uiUrl: 'http://127.0.0.1:8233', pid: 1, exited, stop, kill: stop, crash: end };
}

function trial(failures = 0) {
  const servers: ReturnType<typeof fakeServer>[] = [];
  const asked: ServerPorts[] = [];
  let failing = failures;
  const said: string[] = [];
  const start = (ports: ServerPorts) => {
    asked.push(ports);
    if (asked.length > 1 && failing > 0) {
      failing -= 1;
      return Promise.reject(new Error('the port is taken'));
    }
    const server = fakeServer();
    servers.push(server);
    return Promise.resolve(server);
  };
  const say = (_: object, message: string) => said.push(message);
  return { servers, asked, said, supervised: supervise(start, { warn: say, error: say }) };
}

describe('a supervised Temporal server', () => {
  it('is started again on its ports when it ends by itself', async () => {
    const { servers, asked, supervised } = trial();
    const { address, uiUrl, stop } = await supervised;
    expect([address, uiUrl]).toEqual(['127.0.0.1:7233', 'http://127.0.0.1:8233']);
    servers[0]?.crash();
    await expect.poll(() => asked).toEqual([{}, { port: 7233, uiPort: 8233 }]);
    await stop();
    await servers[1]?.exited;
  });

  it('is tried again when it cannot be started at once', async () => {
    const { servers, said, supervised } = trial(1);
    const { stop } = await supervised;
    servers[0]?.crash();
    await expect.poll(() => servers.length, { timeout: 5_000 }).toBe(2);
    expect(said.some((line) => line.includes('could not be started again'))).toBe(true);
    await stop();
  });

  it('stays ended when it was stopped, even while it is being tried again', async () => {
    const { servers, asked, supervised } = trial(1_000);
    const { stop } = await supervised;
    servers[0]?.crash();
    await expect.poll(() => asked.length).toBe(2);
    await stop();
    expect(servers).toHaveLength(1);
  });
});
