import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const USUAL = '127.0.0.1';

/**
 * A loopback address that nobody can guess, for a server that is to be reached only by who was told where it is: one of
 * 16 million where all of 127.0.0.0/8 is this computer (Linux), else 127.0.0.1.
 */
export async function hiddenLoopback(): Promise<string> {
  const address = ['127', randomInt(1, 255), randomInt(1, 255), randomInt(2, 255)].join('.');
  return (await canListenOn(address)) ? address : USUAL;
}

async function canListenOn(host: string): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(0, host);
    await once(probe, 'listening');
  } catch {
    return false;
  }
  await new Promise((resolve) => probe.close(resolve));
  return true;
}
