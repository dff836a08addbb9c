import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstJudgement } from '../../domain/heartbeat/judge.ts';
import { createHeartbeatMetrics } from '../../observability/metrics/heartbeat-metrics.ts';
import type { HeartbeatSubject } from '../../persistence/heartbeats/heartbeat-store.ts';
import { logChanges } from './check-heartbeats.ts';
import { type HeartbeatWatch, watchHeartbeats } from './watch-heartbeats.ts';

const WORKER = 'worker-1@host';

let subjects: Map<string, HeartbeatSubject>;
let away: boolean;
let lines: string[];
let registry: Registry;
let watch: HeartbeatWatch;

const database = <T>(value: () => T): Promise<T> =>
  away ? Promise.reject(new Error('the database is away')) : Promise.resolve(value());
const line =
  (level: string) =>
  (context: object, message: string): void => {
    lines.push(`${level} ${message}${'reason' in context ? `: ${String(context.reason)}` : ''}`);
  };

function subject(name: string, kind: 'worker' | 'agent', lastBeat: number | null): void {
  const signs = { interval_ms: 5_000, expected_at: Date.now(), last_beat_at: lastBeat, ended: null };
  const judgement = subjects.get(name)?.judgement ?? firstJudgement(Date.now());
  subjects.set(name, { kind, name, process: 'host:1:2', what: '', first_seen_at: 0, signs, judgement });
}

beforeEach(() => {
  vi.useFakeTimers();
  [subjects, away, lines] = [new Map<string, HeartbeatSubject>(), false, []];
  registry = new Registry();
  subject(WORKER, 'worker', Date.now());
  subject('coder-agent@elsewhere', 'agent', null);
  const log = { info: line('info'), warn: line('warn') };
  watch = watchHeartbeats({
    store: {
      subjects: () => database(() => ({ at: Date.now(), subjects: [...subjects.values()] })),
      change: (before, judgement) =>
        database(() => {
          subjects.set(before.name, { ...before, judgement });
          return true;
        }),
      expectAgents: (names) =>
        database(() => {
          for (const name of names) subject(name, 'agent', null);
        }),
    },
    agents: ['coder-agent'],
    intervalMs: 5_000,
    metrics: createHeartbeatMetrics(registry),
    changed: [logChanges(log)],
    log,
  });
});
afterEach(async () => {
  await watch.end();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a watch over heartbeats', () => {
  it('tells each change within a second, in the log and in metrics', async () => {
    await pass(1);
    expect(lines).toEqual(['info The worker is HEALTHY: a heartbeat came']);
    await pass(5_000);
    expect(lines.splice(0)).toEqual([
      'info The worker is HEALTHY: a heartbeat came',
      'info The worker is DEGRADED: no heartbeat for 5000 ms',
    ]);
    await pass(10_000);
    expect(lines.splice(0).sort()).toEqual([
      'warn The agent is FAILED: no heartbeat ever came within 15000 ms',
      'warn The worker is CRITICAL: no heartbeat for 10000 ms',
      'warn The worker is FAILED: no heartbeat for 15000 ms',
    ]);
    expect(watch.counts()?.worker).toMatchObject({ FAILED: 1, HEALTHY: 0 });
    subject(WORKER, 'worker', Date.now());
    await pass(1_000);
    expect(lines).toEqual(['info The worker has recovered: a heartbeat came']);
    const text = await registry.metrics();
    expect(text).toContain('chimera_heartbeat_state{component="worker",state="HEALTHY"} 1');
    expect(text).toContain('chimera_heartbeat_state{component="agent",state="FAILED"} 1');
    expect(text).toContain('chimera_heartbeat_transitions_total{component="worker",to="FAILED"} 1');
    expect(text).toContain('chimera_heartbeat_transitions_total{component="worker",to="HEALTHY"} 2');
  });

  it('counts the agents that are declared alone', async () => {
    await pass(20_000);
    expect(watch.counts()?.agent).toMatchObject({ FAILED: 1, EXPECTED: 0 });
    expect(subjects.get('coder-agent@elsewhere')?.judgement.state).toBe('EXPECTED');
  });

  it('knows nothing while the database is away, says so once, and blames nobody for that time', async () => {
    await pass(1_000);
    away = true;
    await pass(60_000);
    expect(lines.filter((said) => said.startsWith('warn heartbeats could not be checked'))).toHaveLength(1);
    expect(watch.counts()).toBeUndefined();
    expect(await registry.metrics()).not.toContain('chimera_heartbeat_state{');
    away = false;
    lines = [];
    await pass(2_000);
    expect(lines).toEqual(['info heartbeats are checked again']);
    expect(watch.counts()?.worker.HEALTHY).toBe(1);
    await pass(15_000);
    expect(watch.counts()?.worker.FAILED).toBe(1);
  });
});
