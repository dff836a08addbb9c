import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock, withLock } from './lock.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-lock-'));
  file = join(directory, 'shop.lock');
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('a lock of the host', () => {
  it('lets one work at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => withLock(file, work)));
    expect(most).toBe(1);
  });

  it('is free after work that failed', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(file, () => Promise.resolve('yes'))).toBe('yes');
  });

  it('is free as soon as the process that holds it is killed', async () => {
    const module = new URL('./lock.ts', import.meta.url).href;
    const script = `
      import { tryLock, withLock } from ${JSON.stringify(module)};
      await withLock(${JSON.stringify(file)}, () => { console.log('held'); return new Promise(() => setInterval(() => {}, 1000)); });
    `;
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface(other.stdout), 'line');
    let mine = false;
    const taken = withLock(file, () => Promise.resolve((mine = true)));
    expect(mine).toBe(false);
    other.kill('SIGKILL');
    expect(await taken).toBe(true);
  });

  it('is not waited for after an abort', async () => {
    const controller = new AbortController();
    await withLock(file, async () => {
      const waiting = withLock(file, () => Promise.resolve('late'), { signal: controller.signal });
      controller.abort(new Error('cancelled'));
      await expect(waiting).rejects.toThrow('cancelled');
    });
  });

  it('is taken in the order in which it was asked for', async () => {
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((n) => withLock(file, () => Promise.resolve(order.push(n)))));
    expect(order).toEqual([1, 2, 3]);
  });

  it('goes on to the next where one gave up waiting', async () => {
    const controller = new AbortController();
    const first = Promise.withResolvers<undefined>();
    const held = withLock(file, () => first.promise);
    const given = withLock(file, () => Promise.resolve('never'), { signal: controller.signal });
    const next = withLock(file, () => Promise.resolve('next'));
    controller.abort(new Error('cancelled'));
    await expect(given).rejects.toThrow('cancelled');
    first.resolve(undefined);
    await held;
    expect(await next).toBe('next');
  });

  it('is not that of a file which its holder removed', async () => {
    const first = await tryLock(file);
    const other = await open(file, 'a');
    await rm(file);
    await first?.release();
    const second = await tryLock(file);
    await other.close();
    expect(second).toBeDefined();
    expect(await tryLock(file)).toBeUndefined();
    await second?.release();
  });

  it('tells who waits for it, and not who finds it free', async () => {
    const told: string[] = [];
    await withLock(file, () => Promise.resolve(), { onWait: () => told.push('free') });
    const held = await tryLock(file);
    const waiting = withLock(file, () => Promise.resolve('mine'), {
      onWait: () => {
        told.push('waits');
        void held?.release();
      },
    });
    expect(await waiting).toBe('mine');
    expect(told).toEqual(['waits']);
  });
});
