import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { identityOf, isRunning, sendSignal, startByPs, startedAt } from './process.ts';

/** Beyond the largest process id. */
const NOBODY = 2 ** 22 + 1;

describe.each([
  ['by the system', identityOf],
  ['by ps', startByPs],
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

describe('the time a process began', () => {
  it.each([process.platform, 'darwin'] as const)('is known for this process as on %s', async (platform) => {
    const began = Date.now() - process.uptime() * 1_000;
    expect(Math.abs(((await startedAt(process.pid, platform)) ?? Number.NaN) - began)).toBeLessThan(2_500);
  });

  it.each([process.platform, 'darwin'] as const)(
    'is unknown for a process that does not exist, as on %s',
    async (platform) => {
      expect(await startedAt(NOBODY, platform)).toBeUndefined();
    },
  );
});

describe('a signal', () => {
  it('reaches a process that runs, and no other', async () => {
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    expect(isRunning(pid)).toBe(true);
    expect(sendSignal(pid, 'SIGTERM')).toBe('sent');
    expect((await once(child, 'exit'))[1]).toBe('SIGTERM');
    expect(sendSignal(pid, 'SIGTERM')).toBe('gone');
    expect(isRunning(pid)).toBe(false);
  });

  it("is refused for somebody else's process, which runs", () => {
    vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    expect(sendSignal(1, 'SIGTERM')).toBe('forbidden');
    expect(isRunning(1)).toBe(true);
  });
});
