import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { work } from '../../tests/support/threads/work.ts';
import { ThreadLimitError, ThreadLostError } from './thread.ts';
import { createThreadPool, type PoolOptions, type ThreadPool } from './thread-pool.ts';

vi.setConfig({ testTimeout: 60_000 });

type Input = Parameters<typeof work>[0];

const WORK = new URL('../../tests/support/threads/work.ts', import.meta.url).href;
const LIMIT_MS = 1_000;

let pool: ThreadPool<Input, unknown> | undefined;
afterEach(() => pool?.close());

function open(options: Partial<PoolOptions> = {}): ThreadPool<Input, unknown> {
  pool = createThreadPool<Input, unknown>({
    module: WORK,
    name: 'work',
    limit: { usedMs: LIMIT_MS, passedMs: 30_000 },
    memoryMb: 64,
    most: 2,
    ready: 1,
    ...options,
  });
  return pool;
}

const reasonOf = (result: Promise<unknown>): Promise<unknown> => result.catch((error: unknown) => error);

describe('work on threads', () => {
  it('has the results and the errors of the work', async () => {
    const { run } = open();
    expect(await Promise.all(['a', 'b', 'c'].map((text) => run({ kind: 'echo', text })))).toEqual(['a', 'b', 'c']);
    const error = await reasonOf(run({ kind: 'fail', text: 'too far' }));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'RangeError', message: 'too far' });
    expect(await run({ kind: 'echo', text: 'again' })).toBe('again');
  });

  it.each(['backtrack', 'loop'])('is given up when it uses more time than it may: %s', async (kind) => {
    const { run } = open();
    const begun = performance.now();
    expect(await reasonOf(run({ kind }))).toBeInstanceOf(ThreadLimitError);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(LIMIT_MS);
    expect(await run({ kind: 'echo', text: 'again' })).toBe('again');
  });

  it('really ends the thread that it gives up: only then is there a place for another', async () => {
    const { run } = open({ most: 1 });
    expect(await reasonOf(run({ kind: 'loop' }))).toBeInstanceOf(ThreadLimitError);
    expect(await run({ kind: 'echo', text: 'again' })).toBe('again');
  });

  it('keeps the event loop free meanwhile', async () => {
    const { run } = open();
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 10);
    await reasonOf(run({ kind: 'backtrack' }));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
  });

  it('does not count the time for which a job waits for a thread', async () => {
    const { run } = open({ most: 1 });
    const results = await Promise.all(Array.from({ length: 6 }, () => run({ kind: 'think' })));
    expect(results).toEqual(Array.from({ length: 6 }, () => 'thought'));
  });

  it('has no more threads than it may, and holds nobody up behind one slow job', async () => {
    const { run } = open();
    const order: string[] = [];
    const slow = reasonOf(run({ kind: 'loop' })).then(() => order.push('slow'));
    const quick = Array.from({ length: 50 }, () => run({ kind: 'echo', text: 'x' }));
    await Promise.all(quick).then(() => order.push('quick'));
    await slow;
    expect(order).toEqual(['quick', 'slow']);
  });

  it('is given up when it takes too long altogether, whatever it uses', async () => {
    const { run } = open({ limit: { usedMs: 60_000, passedMs: 500 } });
    expect(await reasonOf(run({ kind: 'loop' }))).toBeInstanceOf(ThreadLimitError);
  });

  it.each([
    ['fills its memory', 'fill'],
    ['leaves', 'leave'],
  ])('tells of a thread that %s, and goes on', async (_, kind) => {
    const { run } = open({ limit: { usedMs: 20_000, passedMs: 60_000 } });
    expect(await reasonOf(run({ kind }))).toBeInstanceOf(ThreadLostError);
    expect(await run({ kind: 'echo', text: 'again' })).toBe('again');
  });

  it('tells of threads that do not start', async () => {
    const { run } = open({ name: 'rest' });
    const reasons = await Promise.all([reasonOf(run({ kind: 'echo' })), reasonOf(run({ kind: 'echo' }))]);
    for (const reason of reasons) {
      expect(reason).toBeInstanceOf(ThreadLostError);
      expect(String(reason)).toContain('no function rest');
    }
  });

  it('hears what the work says', async () => {
    const said: unknown[] = [];
    expect(await open().run({ kind: 'talk' }, { told: (text) => said.push(text) })).toBe('talked');
    expect(said).toEqual(['one', 'two']);
  });

  it.each([
    ['minds the signal', 'obey'],
    ['does not mind it', 'loop'],
  ])('is ended by a signal when it %s', async (_, kind) => {
    const { run } = open({ most: 1, limit: { usedMs: 20_000, passedMs: 60_000 } });
    await run({ kind: 'echo' });
    const reason = new Error('not needed any more');
    const stop = new AbortController();
    const waiting = new AbortController();
    const [working, queued] = [run({ kind }, stop), run({ kind: 'echo' }, waiting)].map(reasonOf);
    waiting.abort(reason);
    expect(await queued).toBe(reason);
    stop.abort(reason);
    expect(await working).toBe(reason);
    expect(await reasonOf(run({ kind: 'echo' }, stop))).toBe(reason);
    expect(await run({ kind: 'echo', text: 'again' })).toBe('again');
  });

  it('ends with what it is at, and takes nothing more', async () => {
    const { run, close } = open({ most: 1 });
    await run({ kind: 'echo' });
    const reasons = [reasonOf(run({ kind: 'loop' })), reasonOf(run({ kind: 'echo' }))];
    await close();
    for (const reason of [...reasons, reasonOf(run({ kind: 'echo' }))]) {
      expect(await reason).toBeInstanceOf(ThreadLostError);
    }
  });

  it('keeps no process from ending', async () => {
    const module = fileURLToPath(new URL('./thread-pool.ts', import.meta.url));
    const options = { module: WORK, name: 'work', limit: { usedMs: 1_000, passedMs: 5_000 }, memoryMb: 64, most: 2 };
    const program = `
      const { createThreadPool } = await import(${JSON.stringify(module)});
      const { run } = createThreadPool({ ...${JSON.stringify(options)}, ready: 1 });
      process.stdout.write(await run({ kind: 'echo', text: 'done' }));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, output]).toEqual([0, 'done']);
  });
});
