import { expect, it } from 'vitest';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { newPool } from '../../domain/pool/state.ts';
import type { WorkRecord } from '../../persistence/recorder/record.ts';
import { recordPool } from './record-pool.ts';

it('a sample of a pool is dated at the begin of its quarter of a minute', () => {
  const recorded: WorkRecord[] = [];
  const now = Date.parse('2026-03-01T12:00:29.999Z');
  recordPool(newPool('default', DEFAULT_POOL_SETTINGS, 0), { record: (one) => recorded.push(one) }, now);
  expect(recorded).toEqual([
    {
      of: 'pool_sample',
      sample: {
        pool: 'default',
        at: '2026-03-01T12:00:15.000Z',
        size: DEFAULT_POOL_SETTINGS.size,
        active: 0,
        queue_depth: 0,
        dead_letters: 0,
        utilization_pct: 0,
        success_rate: null,
        avg_duration_ms: null,
        p95_duration_ms: null,
        throughput_per_hour: null,
      },
    },
  ]);
});
