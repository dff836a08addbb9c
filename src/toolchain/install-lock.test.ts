import { describe, expect, it } from 'vitest';
import { withInstallLock } from './install-lock.ts';
import { temporaryDirectory } from './temporary-directory.testsuite.ts';

describe('the install lock', () => {
  it('lets one at a time do the work, and tells the others that they wait', async () => {
    const cache = await temporaryDirectory();
    let inside = 0;
    let most = 0;
    let waits = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    const onWait = (): void => {
      waits += 1;
    };
    await Promise.all([1, 2, 3].map(() => withInstallLock(cache, 'tool', work, { onWait })));
    expect(most).toBe(1);
    expect(waits).toBe(2);
  });

  it('is given up on in the end, unless the work has begun', async () => {
    const cache = await temporaryDirectory();
    await withInstallLock(
      cache,
      'tool',
      async () => {
        const waiting = withInstallLock(cache, 'tool', () => Promise.resolve(), { patienceMs: 50 });
        await expect(waiting).rejects.toThrow('has held');
      },
      { patienceMs: 20 },
    );
  });
});
