import { describe, expect, it } from 'vitest';
import { poolDocument } from '../../../tests/support/cli/pool-documents.ts';
import { cliFailure } from '../failure.ts';
import { followPool } from './follow-pool.ts';
import { poolViewSchema, type PoolView } from './pool-view.ts';

const away = cliFailure('unreachable', 'Chimera does not answer', 'Nothing answers.');
const state = (size: number): PoolView => poolViewSchema.parse(poolDocument({ pool_size: size }));

/** A pool that answers with each of these in turn, with the last one for ever. */
function poolOf(...answers: readonly (PoolView | Error)[]) {
  const rest = [...answers];
  return {
    view: () => {
      const next = rest.length > 1 ? rest.shift() : rest[0];
      return next instanceof Error || next === undefined ? Promise.reject(next ?? away) : Promise.resolve(next);
    },
  };
}

async function seen(pool: ReturnType<typeof poolOf>, count: number, outageMs: number): Promise<readonly PoolView[]> {
  const views: PoolView[] = [];
  for await (const view of followPool(pool, undefined, new AbortController().signal, { outageMs, pauseMs: 1 })) {
    views.push(view);
    if (views.length === count) break;
  }
  return views;
}

describe('following a pool', () => {
  it('gives the last state again, marked stale, while the API is away', async () => {
    const views = await seen(poolOf(state(5), away, state(7)), 3, 60_000);
    expect(views.map(({ pool_size, stale }) => [pool_size, stale])).toEqual([
      [5, false],
      [5, true],
      [7, false],
    ]);
  });

  it('fails when the API stays away longer than its patience', async () => {
    await expect(seen(poolOf(state(5), away), 1_000_000, 20)).rejects.toBe(away);
  });

  it('fails at once on an error that will not pass, and when there was no state yet', async () => {
    const refused = cliFailure('usage', 'No', 'Never.');
    await expect(seen(poolOf(state(5), refused), 2, 60_000)).rejects.toBe(refused);
    await expect(seen(poolOf(away), 1, 60_000)).rejects.toBe(away);
  });

  it('ends when it is aborted, also in the middle of a question', async () => {
    const stop = new AbortController();
    const hanging = {
      view: (_: string | undefined, signal?: AbortSignal) =>
        new Promise<PoolView>((_, reject) => {
          signal?.addEventListener('abort', () => {
            reject(away);
          });
          stop.abort();
        }),
    };
    const views: PoolView[] = [];
    for await (const view of followPool(hanging, undefined, stop.signal)) views.push(view);
    expect(views).toEqual([]);
  });
});
