import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identityFromPs, identityOf } from './process-identity.ts';

describe.each([
  ['by the system', identityOf],
  ['by ps', identityFromPs],
])('the identity of a process, %s', (_, identify) => {
  it('stays the same while it lives', async () => {
    const identity = await identify(process.pid);
    expect(identity).toMatch(/\d/);
    expect(await identify(process.pid)).toBe(identity);
  });
  it('is unknown once it has died', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(await identify(child.pid ?? 0)).toBeUndefined();
  });
});

describe('the identity of a process', () => {
  it('differs from that of one that started at another time', async () => {
    const child = spawn('sleep', ['30']);
    try {
      await once(child, 'spawn');
      const identity = await identityOf(child.pid ?? 0);
      expect(identity).toBeDefined();
      expect(identity).not.toBe(await identityOf(process.pid));
    } finally {
      child.kill('SIGKILL');
    }
  });
});
