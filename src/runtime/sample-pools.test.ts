import { describe, expect, it } from 'vitest';
import { DEFAULT_POOL_SETTINGS } from '../domain/pool/settings.ts';
import { newPool } from '../domain/pool/state.ts';
import type { WorkRecord } from '../persistence/recorder/record.ts';
import { samplePools } from './sample-pools.ts';

const NOW = Date.parse('2026-03-01T12:00:29.999Z');

describe('a sample of the pools', () => {
  it('is of those that answer, at the begin of its quarter of a minute', async () => {
    const recorded: WorkRecord[] = [];
    await samplePools({
      pools: ['silent', 'default', 'not there'],
      read: (pool) => {
        if (pool === 'silent') return Promise.reject(new Error('no answer'));
        return Promise.resolve(pool === 'default' ? newPool(pool, DEFAULT_POOL_SETTINGS, 0) : undefined);
      },
      records: { record: (one) => recorded.push(one) },
      now: () => NOW,
    });
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
});
