import { setTimeout as delay } from 'node:timers/promises';
import type { PoolView } from '../../../src/contract/pool/pool.ts';
import type { Ground } from '../ground/ground.ts';

const SAMPLE_MS = 250;

/** Looks at a ground's pool again and again; ended, it names every moment in which the pool broke its word. */
export function watchPool({ api, size }: Pick<Ground, 'api' | 'size'>): () => Promise<readonly string[]> {
  const broken = new Set<string>();
  const holders = new Map<number, string>();
  const over = new AbortController();
  let samples = 0;
  const watching = (async () => {
    while (!over.signal.aborted) {
      const pool = await api.pool();
      if (pool !== undefined && !pool.stale) {
        samples += 1;
        for (const breach of breachesOf(pool.leases, size, holders)) broken.add(breach);
      }
      await delay(SAMPLE_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    over.abort();
    await watching;
    return samples === 0 ? ['the pool never answered'] : [...broken];
  };
}

/** What is wrong with the leases of one moment, given who held which token before (which is added to). */
export function breachesOf(
  leases: readonly Pick<PoolView['leases'][number], 'task_id' | 'token'>[],
  size: number,
  holders: Map<number, string>,
): readonly string[] {
  const broken: string[] = [];
  if (leases.length > size) broken.push(`${leases.length} leases at once, of ${size}`);
  if (new Set(leases.map(({ task_id }) => task_id)).size < leases.length) broken.push('two leases of one task at once');
  for (const { task_id, token } of leases) {
    const holder = holders.get(token) ?? task_id;
    if (holder !== task_id) broken.push(`token ${token} went to ${holder} and to ${task_id}`);
    holders.set(token, holder);
  }
  return broken;
}
