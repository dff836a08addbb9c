import { describe, expect, it } from 'vitest';
import { assess, type Assessment } from './assess.ts';
import type { Baseline } from './baseline.ts';
import type { HealthCheck } from './check.ts';
import { agent, growing, MINUTE, NOW, over, recent, sample, SETTINGS } from './samples.testsuite.ts';
import type { AgentSample, HealthSample, PoolFigures } from './sample.ts';
import { healthSettings } from './settings.ts';

const USUAL: Baseline = { mean_ms: 4 * MINUTE, tasks: 100, at: 0, completed: 100 };

const assessed = (samples: readonly HealthSample[], baseline?: Baseline): Assessment =>
  assess({ samples, baselines: baseline === undefined ? {} : { default: baseline }, now: NOW }, SETTINGS);

function check(name: string, samples: readonly HealthSample[], baseline?: Baseline): HealthCheck | undefined {
  return assessed(samples, baseline).checks.find((one) => one.name === name);
}

const used = (span: number, utilization_pct: number) => over(span, (at) => sample(at, { utilization_pct, active: 5 }));
const calls = (completed: number, failed: number, change: Partial<AgentSample> = {}) =>
  over(10 * MINUTE, (at, share) =>
    sample(at, {}, { agents: [agent({ calls: growing({ completed, failed }, share), ...change })] }),
  );

describe('a system', () => {
  it('that is fresh and idle is healthy, with nothing found', () => {
    const { status, checks, recommendations } = assessed([sample()]);
    expect(status).toBe('healthy');
    expect(checks.map(({ name }) => name)).toEqual([
      'temporal',
      'database',
      'workers',
      'utilization:default',
      'queue:default',
      'success:default',
      'latency:default',
      'memory',
      'cpu',
      'connections',
      'agent:coder-agent',
    ]);
    expect(checks.filter(({ threshold_exceeded }) => threshold_exceeded)).toEqual([]);
    expect(recommendations).toEqual([]);
  });

  it('is unknown while there is no sample, or only old ones, with every check unknown', () => {
    expect(assessed([]).status).toBe('unknown');
    const old = assess({ samples: [sample()], baselines: {}, now: NOW + SETTINGS.patience_ms + 1 }, SETTINGS);
    expect(old.status).toBe('unknown');
    expect(new Set(old.checks.map(({ status }) => status))).toEqual(new Set(['unknown']));
    expect(old.checks).toHaveLength(11);
    expect(old.recommendations).toEqual([]);
  });

  it('is unknown while something that matters is not known', () => {
    expect(assessed([sample(NOW, {}, { pools: [{ pool: 'default' }] })]).status).toBe('unknown');
    expect(assessed([sample(NOW, {}, { agents: [{ agent: 'coder-agent' }] })]).status).toBe('unknown');
    expect(assessed([sample(NOW - MINUTE), sample(NOW, {}, { resources: {} })]).status).toBe('unknown');
  });

  it('has no check of a resource that it never knew', () => {
    const { status, checks } = assessed([
      sample(NOW, {}, { resources: { database_connections: { used: 0, max: 0 } } }),
    ]);
    expect(status).toBe('healthy');
    expect(checks.map(({ name }) => name)).not.toContain('memory');
    expect(checks.map(({ name }) => name)).not.toContain('connections');
  });

  it('is unhealthy while Temporal is away, although its pools are not known then', () => {
    const { status, recommendations } = assessed([sample(NOW, {}, { temporal: 'down', pools: [{ pool: 'default' }] })]);
    expect(status).toBe('unhealthy');
    expect(recommendations).toEqual(['start Temporal, or check TEMPORAL_ADDRESS: it does not answer']);
  });

  it('is degraded while the database is away, for tasks go on', () => {
    const { status, recommendations } = assessed([sample(NOW, {}, { database: 'down' })]);
    expect(status).toBe('degraded');
    expect(recommendations).toEqual(['start the database, or check DATABASE_URL: it does not answer']);
  });

  it('goes by data of three intervals at most', () => {
    const settings = healthSettings(1_000);
    const at = (now: number) => assess({ samples: [sample()], baselines: {}, now }, settings).status;
    expect([at(NOW + 3_000), at(NOW + 3_001)]).toEqual(['healthy', 'unknown']);
  });
});

describe('the workers', () => {
  const of = (alive: number, silent: number, pool: Partial<PoolFigures> = {}) =>
    assessed([sample(NOW, pool, { workers: { alive, silent } })]);

  it('that fell silent are a warning', () => {
    expect(of(2, 1).status).toBe('degraded');
    expect(of(2, 1).recommendations).toEqual(['start a worker: 2 alive, 1 fell silent']);
  });

  it('are missed the most where tasks wait', () => {
    expect(of(0, 0).status).toBe('degraded');
    expect(of(0, 1, { queue_depth: 1 }).status).toBe('unhealthy');
    expect(of(0, 1, { active: 1 }).status).toBe('unhealthy');
    expect(assessed([sample(NOW, {}, { workers: { alive: 0, silent: 0 }, pools: [{ pool: 'p' }] })]).status).toBe(
      'unhealthy',
    );
  });
});

describe('the utilisation', () => {
  const statusOf = (samples: readonly HealthSample[]) => check('utilization:default', samples)?.status;

  it('is critical above 95 % for 5 minutes, not for less, and not at 95 %', () => {
    expect(statusOf(used(5 * MINUTE, 96))).toBe('fail');
    expect(statusOf(used(4.5 * MINUTE, 96))).toBe('pass');
    expect(statusOf(used(5 * MINUTE, 95))).toBe('pass');
    expect(statusOf(used(5 * MINUTE, 96).filter((_, index) => index % 10 === 0))).toBe('pass');
  });

  it('is a warning above 80 % for 10 minutes, and told above 60 %', () => {
    expect(statusOf(used(10 * MINUTE, 81))).toBe('warn');
    expect(statusOf(used(9.5 * MINUTE, 81))).toBe('pass');
    expect(check('utilization:default', used(0, 61))).toEqual({
      name: 'utilization:default',
      status: 'pass',
      message: 'the utilisation of pool default is 61 %: more than 60 %',
      current_value: 61,
      threshold: 60,
      threshold_exceeded: true,
    });
    expect(check('utilization:default', used(0, 60))?.threshold_exceeded).toBe(false);
  });

  it('says for how long', () => {
    expect(check('utilization:default', used(6.5 * MINUTE, 99.26))?.message).toBe(
      'the utilisation of pool default is 99.3 %: more than 95 % for 6.5 min',
    );
  });
});

describe('the queue', () => {
  it('is critical above 100 tasks and told above 20', () => {
    const of = (queue_depth: number) => {
      const { status, threshold, threshold_exceeded } = check('queue:default', [sample(NOW, { queue_depth })]) ?? {};
      return [status, threshold, threshold_exceeded];
    };
    expect([20, 21, 100, 101].map(of)).toEqual([
      ['pass', 20, false],
      ['pass', 20, true],
      ['pass', 20, true],
      ['fail', 100, true],
    ]);
  });
});

describe('the share of tasks that complete', () => {
  const of = (completed: number, failed: number) =>
    check('success:default', [sample(NOW, { recent: recent({ completed, failed }) })]);

  it('is critical below 50 % and a warning below 80 %', () => {
    expect([of(4, 6), of(5, 5), of(7, 3), of(8, 2)].map((one) => one?.status)).toEqual([
      'fail',
      'warn',
      'warn',
      'pass',
    ]);
    expect(of(8, 2)).toMatchObject({ current_value: 80, threshold: 80, threshold_exceeded: false });
    expect(of(4, 6)).toEqual({
      name: 'success:default',
      status: 'fail',
      message: '4 of 10 tasks of pool default completed in the last hour: less than 50 %',
      current_value: 40,
      threshold: 50,
      threshold_exceeded: true,
    });
  });

  it('is not judged by fewer than five, so that one failure in a quiet night is no alarm', () => {
    expect(of(0, 1)).toMatchObject({
      status: 'pass',
      current_value: null,
      message: '1 task of pool default ended in the last hour, too few to judge',
    });
    expect([of(0, 4), of(0, 5)].map((one) => one?.status)).toEqual(['pass', 'fail']);
  });
});

describe('the mean duration', () => {
  const of = (mean_duration_ms: number | null, completed = 10, baseline: Baseline | undefined = USUAL) =>
    check('latency:default', [sample(NOW, { recent: recent({ completed, mean_duration_ms }) })], baseline);

  it('is a warning above twice the usual one', () => {
    expect([of(8 * MINUTE), of(8 * MINUTE + 1)].map((one) => one?.status)).toEqual(['pass', 'warn']);
    expect(of(10 * MINUTE)).toEqual({
      name: 'latency:default',
      status: 'warn',
      message: 'the tasks of pool default take 10 min on average, usually 4 min: 2.5 times as long',
      current_value: 10 * MINUTE,
      threshold: 8 * MINUTE,
      threshold_exceeded: true,
    });
  });

  it('is not judged by few tasks, nor while the usual one is not known', () => {
    expect(of(100 * MINUTE, 4)).toMatchObject({ status: 'pass', threshold: 8 * MINUTE, current_value: null });
    expect(of(null, 0)?.status).toBe('pass');
    expect(of(100 * MINUTE, 10, { ...USUAL, tasks: 19 })).toMatchObject({ status: 'pass', threshold: null });
  });
});

describe('memory, CPU and connections', () => {
  const of = (name: string, span: number, resources: HealthSample['resources']) =>
    check(
      name,
      over(span, (at) => sample(at, {}, { resources })),
    )?.status;

  it('are over their limits once they have been for a minute', () => {
    expect([80, 80.1, 90.1].map((memory_pct) => of('memory', MINUTE, { memory_pct }))).toEqual([
      'pass',
      'warn',
      'fail',
    ]);
    expect(of('memory', MINUTE / 2, { memory_pct: 99 })).toBe('pass');
    expect([85, 85.1, 100].map((cpu_pct) => of('cpu', MINUTE, { cpu_pct }))).toEqual(['pass', 'warn', 'warn']);
    expect([80, 81, 96].map((used) => of('connections', MINUTE, { database_connections: { used, max: 100 } }))).toEqual(
      ['pass', 'warn', 'fail'],
    );
  });

  it('are over a threshold from the first moment, though nothing is wrong yet', () => {
    const one = check('memory', [sample(NOW, {}, { resources: { memory_pct: 85 } })]);
    expect(one).toMatchObject({ status: 'pass', threshold: 80, threshold_exceeded: true });
  });
});

describe('a figure', () => {
  it('has no threshold without limits, and that of the only one there is', () => {
    const settings = { ...SETTINGS, cpu: {}, memory: { critical: { above: 10, for_ms: MINUTE } } };
    const { checks } = assess({ samples: [sample()], baselines: {}, now: NOW }, settings);
    const of = (name: string) => checks.find((one) => one.name === name);
    expect(of('cpu')).toMatchObject({ status: 'pass', threshold: null, threshold_exceeded: false });
    expect(of('memory')).toMatchObject({ status: 'pass', threshold: 10, threshold_exceeded: true });
  });
});

describe('an agent', () => {
  const of = (samples: readonly HealthSample[]) => check('agent:coder-agent', samples);

  it('is critical when more than half of its calls fail, and a warning when more than a fifth do', () => {
    expect([calls(4, 6), calls(5, 5), calls(7, 3), calls(8, 2)].map((all) => of(all)?.status)).toEqual([
      'fail',
      'warn',
      'warn',
      'pass',
    ]);
    expect(of(calls(4, 6))).toMatchObject({
      message: '6 of 10 calls of coder-agent failed in the last 10 min',
      current_value: 40,
      threshold: 50,
    });
    expect(of(calls(0, 4))).toMatchObject({ status: 'pass', current_value: null });
  });

  it('is a warning while its breaker is not closed', () => {
    expect(of(calls(0, 0, { breaker: 'OPEN' }))).toMatchObject({ status: 'warn', threshold_exceeded: true });
    expect(of(calls(9, 1, { breaker: 'HALF_OPEN' }))?.message).toBe('the circuit breaker of coder-agent is HALF_OPEN');
  });
});
