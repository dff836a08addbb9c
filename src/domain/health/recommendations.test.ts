import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import type { Baseline } from './baseline.ts';
import type { HealthSample, PoolFigures } from './sample.ts';
import { agent, figures, growing, MINUTE, NOW, over, recent, sample, SETTINGS } from './samples.testsuite.ts';
import { neededSize } from '../pool/sizing.ts';

const USUAL: Baseline = { mean_ms: 4 * MINUTE, tasks: 100, at: 0, completed: 100 };
const FULL: Partial<PoolFigures> = { active: 5, utilization_pct: 100 };

const advice = (samples: readonly HealthSample[], baselines: Readonly<Record<string, Baseline>> = {}) =>
  assess({ samples, baselines, now: NOW }, SETTINGS).recommendations;

const of = (pool: Partial<PoolFigures>, change: Partial<HealthSample> = {}) =>
  advice(over(10 * MINUTE, (at) => sample(at, pool, change)));

describe('the size that work asks for', () => {
  const needed = (active: number, queue_depth: number, mean_duration_ms: number | null) =>
    neededSize({ active, queue_depth, recent: recent({ mean_duration_ms }) });

  it('is what is in use over 80 %, and what works the queue off in half an hour', () => {
    expect(needed(5, 6, 5 * MINUTE)).toBe(8);
    expect(needed(4, 0, 5 * MINUTE)).toBe(5);
    expect(needed(5, 30, 10 * MINUTE)).toBe(19);
  });

  it('counts nothing for a queue of unknown durations, and is one at least', () => {
    expect([needed(5, 100, null), needed(0, 0, null)]).toEqual([7, 1]);
  });
});

describe('a recommendation for a pool', () => {
  it('names the size to raise and the numbers', () => {
    expect(of({ ...FULL, queue_depth: 6, recent: recent({ completed: 3, mean_duration_ms: 5 * MINUTE }) })).toEqual([
      'raise max_concurrent of pool default from 5 to 8: 5 of 5 leases are in use and 6 tasks wait',
    ]);
    expect(of({ ...FULL, queue_depth: 1 })).toEqual([
      'raise max_concurrent of pool default from 5 to 7: 5 of 5 leases are in use and 1 task waits',
    ]);
  });

  it('names the maximum as well where that is in the way', () => {
    const long = { queue_depth: 30, recent: recent({ mean_duration_ms: 10 * MINUTE }) };
    expect(of({ ...FULL, ...long })).toEqual([
      'raise max_concurrent of pool default from 5 to 19 and max from 10 to 19: 5 of 5 leases are in use and 30 tasks wait',
    ]);
  });

  it('is none for a pool that is busy for a moment, in use as it should be, or large enough for its queue', () => {
    expect(advice([sample(NOW, FULL)])).toEqual([]);
    expect(of({ active: 4, utilization_pct: 80 })).toEqual([]);
    expect(of({ active: 3, queue_depth: 21 })).toEqual([]);
  });

  it('looks at what holds a pool back first', () => {
    expect(of({ queue_depth: 30, intake: 'paused' })).toEqual([
      'resume pool default: its intake is paused, and 30 tasks wait',
    ]);
    expect(of({ active: 2, allowed: 2, utilization_pct: 100, mode: 'DEGRADED', queue_depth: 3 })).toEqual([
      'add a worker: pool default is down to 2 of 5 leases by mode DEGRADED, and 3 tasks wait',
    ]);
  });

  it('names the phase in which most tasks failed, the first of several', () => {
    const failed_by_phase = { E2E_VALIDATION: 2, E2E_TEST_GENERATION: 6, CODE_IMPLEMENTATION: 1 };
    expect(of({ recent: recent({ completed: 11, failed: 9, failed_by_phase }) })).toEqual([
      'investigate E2E_TEST_GENERATION: 6 of 20 tasks of pool default failed there',
    ]);
    const alike = { STAGING_DEPLOYMENT: 3, GUARDIAN_REVIEW: 3 };
    expect(of({ recent: recent({ completed: 4, failed: 6, failed_by_phase: alike }) })).toEqual([
      'investigate GUARDIAN_REVIEW: 3 of 10 tasks of pool default failed there',
    ]);
  });

  it('names no phase where few failed, or nobody knows in which', () => {
    const failed_by_phase = { GUARDIAN_REVIEW: 2 };
    expect(of({ recent: recent({ completed: 8, failed: 2, failed_by_phase }) })).toEqual([]);
    expect(of({ recent: recent({ completed: 0, failed: 2, failed_by_phase }) })).toEqual([]);
    expect(of({ recent: recent({ completed: 0, failed: 6 }) })).toEqual([]);
  });

  it('says how slow its tasks have become', () => {
    const slow = (mean_duration_ms: number | null, completed = 10) =>
      advice([sample(NOW, { recent: recent({ completed, mean_duration_ms }) })], { default: USUAL });
    expect(slow(10 * MINUTE)).toEqual([
      'compare the phases of recent tasks of pool default: they take 10 min, usually 4 min',
    ]);
    expect([slow(8 * MINUTE), slow(10 * MINUTE, 4), slow(null, 0)]).toEqual([[], [], []]);
  });
});

describe('recommendations for many pools alike', () => {
  const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
  const many = (pool: (rank: number) => Partial<PoolFigures>, baselines: Readonly<Record<string, Baseline>> = {}) =>
    advice(
      over(10 * MINUTE, (at) =>
        sample(at, {}, { pools: NAMES.map((name, rank) => ({ pool: name, figures: figures(pool(rank + 1)) })) }),
      ),
      baselines,
    );

  it('name the longest queues, and count the others', () => {
    expect(many((rank) => ({ ...FULL, queue_depth: rank }))).toEqual([
      'raise max_concurrent of pool f from 5 to 7: 5 of 5 leases are in use and 6 tasks wait',
      'raise max_concurrent of pool e from 5 to 7: 5 of 5 leases are in use and 5 tasks wait',
      'raise max_concurrent of pool d from 5 to 7: 5 of 5 leases are in use and 4 tasks wait',
      'see to the size of 3 more pools that are full or have a queue: c, b and a',
    ]);
  });

  it('name those where most tasks failed, and count the others', () => {
    const failing = (rank: number) =>
      recent({ completed: 4, failed: 5 + rank, failed_by_phase: { GUARDIAN_REVIEW: 3 } });
    expect(many((rank) => ({ recent: failing(rank) }))).toEqual([
      'investigate GUARDIAN_REVIEW: 3 of 15 tasks of pool f failed there',
      'investigate GUARDIAN_REVIEW: 3 of 14 tasks of pool e failed there',
      'investigate GUARDIAN_REVIEW: 3 of 13 tasks of pool d failed there',
      'investigate why tasks of 3 more pools fail: c, b and a',
    ]);
  });

  it('name those that have become slowest, and count the others', () => {
    const slow = (rank: number) => recent({ completed: 10, mean_duration_ms: (10 + rank) * MINUTE });
    const baselines = Object.fromEntries(NAMES.map((name) => [name, USUAL]));
    expect(many((rank) => ({ recent: slow(rank) }), baselines)).toEqual([
      'compare the phases of recent tasks of pool f: they take 16 min, usually 4 min',
      'compare the phases of recent tasks of pool e: they take 15 min, usually 4 min',
      'compare the phases of recent tasks of pool d: they take 14 min, usually 4 min',
      'compare the phases of recent tasks of 3 more pools: c, b and a',
    ]);
  });
});

describe('a recommendation for what pools stand on', () => {
  it('gives workers more memory or CPU, or the busiest pool less to do', () => {
    const two = [
      { pool: 'idle', figures: figures({ size: 3 }) },
      { pool: 'busy', figures: figures({ size: 8, active: 4 }) },
      { pool: 'silent' },
    ];
    expect(of({}, { resources: { memory_pct: 93.25, cpu_pct: 90 }, pools: two })).toEqual([
      'give the workers more memory, or lower max_concurrent of pool busy from 8 to 6: memory is at 93.3 %',
      'give the workers more cpu, or lower max_concurrent of pool busy from 8 to 7: cpu is at 90 %',
    ]);
  });

  it('has no pool to make smaller where there is none, or only one of one lease', () => {
    const resources = { memory_pct: 95 };
    expect(of({ size: 1 }, { resources })).toEqual(['give the workers more memory: memory is at 95 %']);
    expect(of({}, { resources, pools: [] })).toEqual(['give the workers more memory: memory is at 95 %']);
  });

  it('names no lower size that would be none, as with a limit below the target', () => {
    const settings = { ...SETTINGS, memory: { warning: { above: 50, for_ms: 0 } } };
    const samples = [sample(NOW, {}, { resources: { memory_pct: 60 } })];
    expect(assess({ samples, baselines: {}, now: NOW }, settings).recommendations).toEqual([
      'give the workers more memory: memory is at 60 %',
    ]);
  });

  it('raises the connections of the database', () => {
    expect(of({}, { resources: { database_connections: { used: 96, max: 100 } } })).toEqual([
      'raise max_connections of the database from 100 to 120: 96 are in use',
    ]);
  });

  it('names the agent with its calls and its breaker', () => {
    const samples = over(10 * MINUTE, (at, share) =>
      sample(at, {}, { agents: [agent({ breaker: 'OPEN', calls: growing({ completed: 4, failed: 6 }, share) })] }),
    );
    expect(advice(samples)).toEqual([
      'see to coder-agent: 6 of 10 calls failed in the last 10 min, its circuit breaker is OPEN',
    ]);
  });

  it('names the agents of which most calls failed, and counts the others', () => {
    const samples = over(10 * MINUTE, (at, share) => {
      const agents = ['a', 'b', 'c', 'd', 'e'].map((name, rank) =>
        agent({ agent: name, breaker: 'OPEN', calls: growing({ completed: 0, failed: 6 + rank }, share) }),
      );
      return sample(at, {}, { agents });
    });
    expect(advice(samples)).toEqual([
      'see to e: 10 of 10 calls failed in the last 10 min, its circuit breaker is OPEN',
      'see to d: 9 of 9 calls failed in the last 10 min, its circuit breaker is OPEN',
      'see to c: 8 of 8 calls failed in the last 10 min, its circuit breaker is OPEN',
      'see to 2 more agents: b and a',
    ]);
  });
});
