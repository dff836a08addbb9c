import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { hiddenLoopback } from './hidden-loopback.ts';

it('is an address of this computer alone, and another one each time where there are more', async () => {
  const [one, other] = [await hiddenLoopback(), await hiddenLoopback()];
  for (const host of [one, other]) {
    expect(host).toMatch(/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    await new Promise((resolve) => server.close(resolve));
  }
  if (process.platform === 'linux') expect(one).not.toBe(other);
});
