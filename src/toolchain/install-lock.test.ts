import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { withInstallLock, type LockTimes } from './install-lock.ts';
import { temporaryDirectory } from './temporary-directory.testsuite.ts';

const times: LockTimes = { beatMs: 20, staleMs: 60_000, pollMs: 10, patienceMs: 5_000 };

describe('the install lock', () => {
  it('lets one at a time do the work, and tells the others that they wait', async () => {
    const cache = await temporaryDirectory();
    let inside = 0;
    let most = 0;
    let waits = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 30));
      inside -= 1;
    };
    const onWait = (): void => {
      waits += 1;
    };
    await Promise.all([1, 2, 3].map(() => withInstallLock(cache, 'tool', work, { times, onWait })));
    expect(most).toBe(1);
    expect(waits).toBeGreaterThan(0);
  });

  it('is given back when the work fails', async () => {
    const cache = await temporaryDirectory();
    const failing = withInstallLock(cache, 'tool', () => Promise.reject(new Error('no')), { times });
    await expect(failing).rejects.toThrow('no');
    expect(await withInstallLock(cache, 'tool', () => Promise.resolve('done'), { times })).toBe('done');
  });

  it('is broken when its owner is dead', async () => {
    const cache = await temporaryDirectory();
    const dead = execa('true');
    await dead;
    await writeFile(join(cache, 'tool.lock'), String(dead.pid));
    expect(await withInstallLock(cache, 'tool', () => Promise.resolve('done'), { times })).toBe('done');
  });

  it('is broken when its owner has long not been heard of', async () => {
    const cache = await temporaryDirectory();
    const file = join(cache, 'tool.lock');
    await writeFile(file, String(process.pid));
    await utimes(file, new Date(0), new Date(0));
    expect(await withInstallLock(cache, 'tool', () => Promise.resolve('done'), { times })).toBe('done');
  });

  it('is not broken while its owner works longer than the limit for silence', async () => {
    const cache = await temporaryDirectory();
    const quick: LockTimes = { ...times, beatMs: 50, staleMs: 400 };
    let over = false;
    const held = Promise.withResolvers<undefined>();
    const long = withInstallLock(
      cache,
      'tool',
      async () => {
        held.resolve(undefined);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        over = true;
      },
      { times: quick },
    );
    await held.promise;
    await withInstallLock(
      cache,
      'tool',
      () => {
        expect(over).toBe(true);
        return Promise.resolve();
      },
      { times: quick },
    );
    await long;
  });

  it('is given up on in the end', async () => {
    const cache = await temporaryDirectory();
    await writeFile(join(cache, 'tool.lock'), String(process.pid));
    const waiting = withInstallLock(cache, 'tool', () => Promise.resolve(), { times: { ...times, patienceMs: 50 } });
    await expect(waiting).rejects.toThrow('has held');
  });
});
