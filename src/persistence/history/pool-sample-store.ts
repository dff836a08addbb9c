import type { Queries } from '../database.ts';
import { poolSamples } from '../schema.ts';

/** A pool at a moment; null: nothing to reckon with yet. `at` in ISO 8601. */
export interface PoolSampleRow {
  readonly pool: string;
  readonly at: string;
  readonly size: number;
  readonly active: number;
  readonly queue_depth: number;
  readonly dead_letters: number;
  readonly utilization_pct: number;
  readonly success_rate: number | null;
  readonly avg_duration_ms: number | null;
  readonly p95_duration_ms: number | null;
  readonly throughput_per_hour: number | null;
}

/** How pools were. */
export interface PoolSampleStore {
  /** Records different samples in one statement; of several about one pool and moment the first stays. */
  saveAll(samples: readonly PoolSampleRow[]): Promise<void>;
}

/** How pools were, in a database. */
export function createPoolSampleStore(db: Queries): PoolSampleStore {
  return {
    async saveAll(samples) {
      const rows = samples.map((sample) => ({ ...sample, at: new Date(sample.at) }));
      await db.insert(poolSamples).values(rows).onConflictDoNothing();
    },
  };
}
