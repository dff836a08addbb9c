import { describe, expect, it, vi } from 'vitest';
import type { HealthSample } from '../../domain/health/sample.ts';
import { DEFAULT_POOL_SETTINGS } from '../../domain/pool/settings.ts';
import { newPool } from '../../domain/pool/state.ts';
import { type HealthSources, sampleHealth } from './sample-health.ts';

const NOW = 1_000_000;
const pool = newPool('default', DEFAULT_POOL_SETTINGS, 0);

function sources(change: Partial<HealthSources> = {}): HealthSources {
  return {
    pools: { default: DEFAULT_POOL_SETTINGS },
    readPool: () => Promise.resolve(pool),
    askTemporal: () => Promise.resolve(),
    askDatabase: () => Promise.resolve({ used: 3, max: 100 }),
    countWorkers: () => Promise.resolve(2),
    countFailed: () => Promise.resolve(1),
    agents: ['coder-agent', 'guardian-agent'],
    readBreakers: () => Promise.resolve(new Map([['coder-agent', { state: 'OPEN', tripped_by_chimera: true }]])),
    countCalls: () => Promise.resolve(new Map([['coder-agent', { completed: 2, failed: 1 }]])),
    readHost: () => ({ memory_pct: 40, cpu_pct: 20 }),
    ...change,
  };
}

const away = () => Promise.reject(new Error('away'));

describe('a sample of health', () => {
  it('has pools, resources, services, workers and agents', async () => {
    expect(await sampleHealth(sources(), NOW)).toMatchObject({
      at: NOW,
      pools: [{ pool: 'default', figures: { size: DEFAULT_POOL_SETTINGS.size, active: 0, queue_depth: 0 } }],
      resources: { memory_pct: 40, cpu_pct: 20, database_connections: { used: 3, max: 100 } },
      temporal: 'up',
      database: 'up',
      workers: { alive: 2, silent: 1 },
      agents: [
        { agent: 'coder-agent', breaker: 'OPEN', tripped_by_chimera: true, calls: { completed: 2, failed: 1 } },
        { agent: 'guardian-agent', breaker: 'CLOSED', calls: { completed: 0, failed: 0 } },
      ],
    });
  });

  it('takes the host or worker that is pressed the most', async () => {
    const report = { worker_id: 'w', memory_pct: 91, cpu_pct: 5, at: NOW };
    const readPool = () => Promise.resolve({ ...pool, pressure: [report] });
    expect((await sampleHealth(sources({ readPool }), NOW)).resources).toMatchObject({ memory_pct: 91, cpu_pct: 20 });
  });

  it('takes a pool that does not run for an idle one', async () => {
    const sample = await sampleHealth(sources({ readPool: () => Promise.resolve(undefined) }), NOW);
    expect(sample.pools).toMatchObject([{ figures: { active: 0 } }]);
  });

  it('says what does not answer, and leaves out what is not known for that', async () => {
    const silent = sources({
      readPool: away,
      askTemporal: away,
      askDatabase: away,
      countWorkers: away,
      readBreakers: away,
      countCalls: away,
    });
    expect(await sampleHealth(silent, NOW)).toEqual({
      at: NOW,
      pools: [{ pool: 'default' }],
      resources: { memory_pct: 40, cpu_pct: 20 },
      temporal: 'down',
      database: 'down',
      agents: [{ agent: 'coder-agent' }, { agent: 'guardian-agent' }],
    });
  });

  it('counts calls on from the sample before, up to 5 s ago, for they are recorded late', async () => {
    const spans: number[][] = [];
    const counting = sources({
      countCalls: (after, until) => {
        spans.push([after, until]);
        return Promise.resolve(new Map([['coder-agent', { completed: 2, failed: 1 }]]));
      },
    });
    const first = await sampleHealth(counting, NOW);
    const second: HealthSample = await sampleHealth(counting, NOW + 15_000, first);
    expect(spans).toEqual([
      [NOW - 5_000, NOW - 5_000],
      [NOW - 5_000, NOW + 10_000],
    ]);
    expect(second.agents[0]?.calls).toEqual({ completed: 4, failed: 2 });
  });

  it('waits two seconds for what hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const never = () => new Promise<never>(() => undefined);
    const sample = sampleHealth(sources({ askTemporal: never }), NOW);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect((await sample).temporal).toBe('down');
  });
});
