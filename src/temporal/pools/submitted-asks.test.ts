import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { Enqueue } from '../../domain/pool/messages.ts';
import { createSubmittedAsks } from './submitted-asks.ts';

type Answer = (asks: readonly Enqueue[]) => Promise<readonly { task_id: string; token: number }[]>;

/** Asks of a pool that answers as told; the time is the test's. */
function asksOf(answer: Answer) {
  const seen: (readonly string[])[] = [];
  const signals: unknown[] = [];
  const clock = { now: 0 };
  const handle = {
    executeUpdate: (_name: string, { args: [asks] }: { args: [readonly Enqueue[]] }) => {
      seen.push(asks.map(({ task_id }) => task_id));
      return answer(asks);
    },
    signal: (...signal: unknown[]) => {
      signals.push(signal);
      return Promise.reject(new Error('no pool'));
    },
  };
  const client = {
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflow: { getHandle: () => handle },
  };
  const asks = createSubmittedAsks(client as unknown as Client, () => clock.now);
  const ask = (task_id: string) => asks.ask('default', { task_id, priority: 5, project: 'p' });
  return { ask, asks, seen, signals, clock };
}

describe('what is asked for tasks that are being submitted', () => {
  it('is one Update for all who submit while another is under way', async () => {
    const { ask, seen } = asksOf((asks) =>
      Promise.resolve(asks.map(({ task_id }, at) => ({ task_id, token: at + 1 }))),
    );
    const first = ask('a');
    await Promise.resolve();
    await Promise.resolve();
    const others = [ask('b'), ask('c')];
    expect(await first).toEqual({ ask: 1, token: 1 });
    expect(await Promise.all(others)).toEqual([
      { ask: 1, token: 1 },
      { ask: 1, token: 2 },
    ]);
    expect(seen).toEqual([['a'], ['b', 'c']]);
  });

  it('brings no token where there is no room', async () => {
    const { ask } = asksOf(() => Promise.resolve([]));
    expect(await ask('a')).toEqual({ ask: 1 });
  });

  it('never fails, and is not asked again for a while of a pool that did not answer', async () => {
    const { ask, seen, clock } = asksOf(() => Promise.reject(new Error('away')));
    expect(await ask('a')).toEqual({ ask: 1 });
    expect(await ask('b')).toEqual({ ask: 1 });
    clock.now = 5_000;
    expect(await ask('c')).toEqual({ ask: 1 });
    expect(seen).toEqual([['a'], ['c']]);
  });

  it('goes back without a word where that fails: the pool finds out by itself', async () => {
    const { asks, signals } = asksOf(() => Promise.resolve([]));
    await asks.giveBack('default', 'a');
    expect(signals).toEqual([['messages', [{ kind: 'withdraw', task_id: 'a', ask: 1 }]]]);
  });
});
