import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runEvery } from './run-every.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('does its work besides when that was asked for, and not after its end', async () => {
  const begun: number[] = [];
  const waits = [300, 5_000, 1_000];
  const start = Date.now();
  const end = runEvery(
    1_000,
    () => Promise.resolve(begun.push(Date.now() - start)),
    () => undefined,
    (done) => waits[done - 1] ?? 100,
  );
  await vi.advanceTimersByTimeAsync(2_000);
  expect(begun).toEqual([0, 300, 1_000, 2_000]);
  await end();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(begun).toHaveLength(4);
});

it('does its work at once, again and again, never twice at a time, and ends after what is under way', async () => {
  const gates: PromiseWithResolvers<undefined>[] = [];
  const failures: unknown[] = [];
  const end = runEvery(
    1_000,
    () => {
      const gate = Promise.withResolvers<undefined>();
      gates.push(gate);
      return gate.promise;
    },
    (error) => failures.push(error),
  );
  expect(gates).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(gates).toHaveLength(1);
  gates[0]?.reject(new Error('away'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(failures).toMatchObject([{ message: 'away' }]);
  expect(gates).toHaveLength(2);
  let ended = false;
  const ending = end().then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(ended).toBe(false);
  gates[1]?.resolve(undefined);
  await ending;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(gates).toHaveLength(2);
});

it('tells what is under way that it is to end, and does not wait longer than two seconds for what hangs', async () => {
  const failures: unknown[] = [];
  let stopping: AbortSignal | undefined;
  const end = runEvery(
    1_000,
    (signal) => {
      stopping = signal;
      return new Promise(() => undefined);
    },
    (error) => failures.push(error),
  );
  expect(stopping?.aborted).toBe(false);
  let ended = false;
  const ending = end().then(() => {
    ended = true;
  });
  expect(stopping?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(1_900);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await ending;
  expect(vi.getTimerCount()).toBe(0);
});

it('has not failed when it was cut off by its end', async () => {
  const failures: unknown[] = [];
  const end = runEvery(
    1_000,
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('cut off'));
        });
      }),
    (error) => failures.push(error),
  );
  await end();
  expect(failures).toEqual([]);
});
