import { beforeEach, describe, expect, it } from 'vitest';
import { deadLetter, requeued } from '../../../tests/support/dead-letters.ts';
import * as taskState from '../../domain/task-state.ts';
import { DURATION_BOUNDS_MS } from '../../domain/report/duration-spread.ts';
import type { TaskState } from '../../domain/task.ts';
import type { Database } from '../database.ts';
import { createDeadLetterStore } from '../dead-letter-store.ts';
import { type AgentCallRecord, createAgentCallStore } from '../history/call-store.ts';
import { createPoolSampleStore, type PoolSampleRow } from '../history/pool-sample-store.ts';
import { createLedgerStore, type ModelCallRecord } from '../ledger/ledger-store.ts';
import { createPhaseRunStore, type FinishedPhaseRun } from '../phase-run-store.ts';
import {
  agentMetrics,
  breakerTransitions,
  circuitBreakers,
  deadLetters,
  modelCalls,
  phaseRuns,
  poolSamples,
  taskRuns,
} from '../schema.ts';
import { createTaskRunStore } from '../task-run-store.ts';
import { createReportStore } from './report-store.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];
const NOON = Date.parse('2026-03-10T12:00:00.000Z');
const PERIOD = { from: NOON - HOUR, to: NOON };
const LIMITS = { queue_depth: 100, utilization: { above: 95, for_ms: 5 * MINUTE, samples: 20 } };
const QUARTER_MS = 15_000;

const iso = (ms: number): string => new Date(ms).toISOString();
const idOf = (number: number): string => `chimera-${number.toString(16).padStart(12, '0')}`;

/** A task that was handed in and begun at a time. */
function begun(number: number, at: number): TaskState {
  const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
  return taskState.phaseStarted(
    taskState.newTask(idOf(number), request, at, TRACEPARENT),
    'CODE_IMPLEMENTATION',
    1,
    at,
  );
}

const errorOf = (message: string) => ({
  phase: 'CODE_IMPLEMENTATION',
  type: 'TerminalAgentError',
  message,
  retry_count: 0,
});

function attempt(number: number, ms: number, change: Partial<FinishedPhaseRun> = {}): FinishedPhaseRun {
  return {
    task_id: idOf(number),
    project: 'shop',
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    call: 'run/1',
    attempt: 1,
    agent: 'coder-agent',
    status: 'passed',
    started_at: iso(NOON - MINUTE - ms),
    finished_at: iso(NOON - MINUTE),
    ...change,
  };
}

let calls = 0;
function call(change: Partial<AgentCallRecord> = {}): AgentCallRecord {
  calls += 1;
  return {
    id: `call-${calls}`,
    agent: 'coder-agent@shop',
    task_id: idOf(1),
    project: 'shop',
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    ended_at: iso(NOON - MINUTE),
    duration_ms: 5,
    outcome: 'answered',
    ...change,
  };
}

function modelCall(change: Partial<ModelCallRecord> = {}): ModelCallRecord {
  calls += 1;
  return {
    ...{ id: `model-call-${calls}`, agent_call: 'a', agent: 'coder-agent@shop', task_id: idOf(1), project: 'shop' },
    ...{ phase: 'CODE_IMPLEMENTATION', round: 1, at: iso(NOON - MINUTE), tokens: 100, cost_usd: 0.5 },
    ...{ cost_source: 'prices', call: { outcome: 'answered', model: 'gpt-6-sol' } },
    ...change,
  };
}

function poolSample(at: number, change: Partial<PoolSampleRow> = {}): PoolSampleRow {
  return {
    pool: 'default',
    at: iso(at),
    size: 3,
    active: 1,
    queue_depth: 0,
    dead_letters: 0,
    utilization_pct: 33,
    success_rate: null,
    avg_duration_ms: null,
    p95_duration_ms: null,
    throughput_per_hour: null,
    ...change,
  };
}

/** What a report must find on every database. */
export function describeReports(open: () => Database): void {
  const store = () => createReportStore(open().db);

  beforeEach(async () => {
    const tables = [phaseRuns, taskRuns, deadLetters, agentMetrics, modelCalls, poolSamples, breakerTransitions];
    for (const table of [...tables, circuitBreakers]) await open().db.delete(table);
  });

  describe('the tasks of a report', () => {
    it('are counted by how they ended in the period, and by how they are now', async () => {
      const ended = [
        taskState.failed(begun(1, NOON - 30 * MINUTE), errorOf('no'), NOON - MINUTE),
        taskState.failed(begun(2, NOON - 3 * HOUR), errorOf('no'), NOON - 2 * HOUR),
        taskState.parked(begun(3, NOON - 2 * HOUR), errorOf('no'), NOON - HOUR),
        {
          ...taskState.failed(begun(4, NOON - 21 * MINUTE), errorOf('no'), NOON - MINUTE),
          status: 'completed' as const,
        },
        {
          ...taskState.failed(begun(5, NOON - 41 * MINUTE), errorOf('no'), NOON - MINUTE),
          status: 'completed' as const,
        },
        taskState.cancelled(begun(6, NOON - 4 * MINUTE), errorOf('no'), NOON),
      ];
      await createTaskRunStore(open().db).saveAll([...ended, begun(7, NOON - MINUTE)]);
      const { accepted, ended: inPeriod, now, duration } = await store().tasks(PERIOD);
      expect(accepted).toBe(5);
      expect(inPeriod).toEqual({
        queued: 0,
        running: 0,
        completed: 2,
        failed: 1,
        dead_lettered: 1,
        discarded: 0,
        cancelled: 0,
      });
      expect(now).toMatchObject({ running: 1, completed: 2, failed: 2, dead_lettered: 1, cancelled: 1 });
      expect(duration).toEqual({
        p50_ms: 30 * MINUTE,
        p95_ms: expect.closeTo(39 * MINUTE, 0) as number,
        p99_ms: expect.closeTo(39.8 * MINUTE, 0) as number,
      });
    });

    it('are none when there are none', async () => {
      const { accepted, ended, duration } = await store().tasks(PERIOD);
      expect([accepted, Object.values(ended).every((tasks) => tasks === 0), duration]).toEqual([0, true, null]);
    });
  });

  it('the attempts of a report are told by phase: how they ended, percentiles, and how long they took', async () => {
    const bounds = DURATION_BOUNDS_MS;
    const runs = [
      attempt(1, bounds[0] - 1),
      attempt(2, bounds[0], { status: 'failed' }),
      attempt(3, bounds[5]),
      attempt(4, 4_000, { phase: 'GUARDIAN_REVIEW', status: 'rejected' }),
      attempt(5, 4_000, { finished_at: iso(NOON) }),
      attempt(6, 4_000, { status: 'handed_back' }),
    ];
    await createPhaseRunStore(open().db).saveAll(runs);
    const phases = await store().phases(PERIOD);
    expect(phases.map(({ phase, attempts, failed, rejected }) => [phase, attempts, failed, rejected])).toEqual([
      ['E2E_TEST_GENERATION', 0, 0, 0],
      ['CODE_IMPLEMENTATION', 3, 1, 0],
      ['GUARDIAN_REVIEW', 1, 0, 1],
      ['STAGING_DEPLOYMENT', 0, 0, 0],
      ['E2E_VALIDATION', 0, 0, 0],
    ]);
    expect(phases[0]?.duration).toBeNull();
    expect(phases[1]?.duration?.p50_ms).toBe(bounds[0]);
    expect(phases[1]?.spread.map(({ runs }) => runs)).toEqual([1, 1, 0, 0, 0, 0, 1]);
    expect(phases[2]?.duration).toEqual({ p50_ms: 4_000, p95_ms: 4_000, p99_ms: 4_000 });
  });

  it('the calls of a report are told in all, by project, agent, phase and model, with what the ledger has', async () => {
    await createAgentCallStore(open().db).saveAll([
      call(),
      call({ outcome: 'transient' }),
      call({ outcome: 'interrupted' }),
      call({ outcome: 'postponed', project: 'blog' }),
      call({ agent: 'guardian-agent', phase: 'GUARDIAN_REVIEW', project: 'blog' }),
      call({ ended_at: iso(NOON) }),
    ]);
    const unfinished = { agent: 'e2e-tester-agent@shop', phase: 'E2E_TEST_GENERATION', agent_call: 'e' } as const;
    await createLedgerStore(open().db).saveAll([
      modelCall(),
      modelCall({ agent_call: 'b' }),
      modelCall({ project: 'blog', agent_call: 'c', call: { outcome: 'told' } }),
      modelCall({ agent: 'guardian-agent', phase: 'GUARDIAN_REVIEW', project: 'blog', cost_usd: 2, agent_call: 'd' }),
      modelCall({ ...unfinished, tokens: 7, cost_usd: null }),
      modelCall({ at: iso(NOON) }),
    ]);
    const { total, by_project, by_agent, by_phase, by_model } = await store().usage(PERIOD);
    expect(total).toEqual({ calls: 5, tokens_used: 407, cost_usd: 3.5 });
    const byName = <T extends { name: string }>(parts: readonly T[]) =>
      parts.toSorted((left, right) => (left.name < right.name ? -1 : 1));
    expect(byName(by_project)).toEqual([
      { name: 'blog', calls: 2, tokens_used: 200, cost_usd: 2.5 },
      { name: 'shop', calls: 3, tokens_used: 207, cost_usd: 1 },
    ]);
    expect(byName(by_agent)).toEqual([
      { name: 'coder-agent@shop', calls: 4, answered: 1, failed: 1, tokens_used: 300, cost_usd: 1.5 },
      { name: 'e2e-tester-agent@shop', calls: 0, answered: 0, failed: 0, tokens_used: 7, cost_usd: 0 },
      { name: 'guardian-agent', calls: 1, answered: 1, failed: 0, tokens_used: 100, cost_usd: 2 },
    ]);
    expect(byName(by_phase).map(({ name, calls }) => [name, calls])).toEqual([
      ['CODE_IMPLEMENTATION', 4],
      ['E2E_TEST_GENERATION', 0],
      ['GUARDIAN_REVIEW', 1],
    ]);
    expect(byName(by_model)).toEqual([
      { name: 'gpt-6-sol', calls: 4, tokens_used: 307, cost_usd: 3 },
      { name: 'not told', calls: 1, tokens_used: 100, cost_usd: 0.5 },
    ]);
    expect((await store().usage({ from: NOON + HOUR, to: NOON + 2 * HOUR })).total.calls).toBe(0);
  });

  it('the failures of a report are the failed tasks and every time that one was parked', async () => {
    const failed = taskState.failed(begun(1, NOON - 2 * HOUR), errorOf('a refusal'), NOON - MINUTE);
    const done = {
      ...taskState.failed(begun(2, NOON - HOUR), errorOf('no'), NOON - MINUTE),
      status: 'completed' as const,
    };
    await createTaskRunStore(open().db).saveAll([failed, done]);
    const failed_at = iso(NOON - 2 * MINUTE);
    await createDeadLetterStore(open().db).saveAll(
      [requeued(deadLetter({ number: 2, message: 'out of order' })), deadLetter({ number: 3 })].map((entry) => ({
        ...entry,
        failed_at,
      })),
    );
    const { failures, more } = await store().failures(PERIOD);
    expect(more).toBe(false);
    expect(failures.map(({ task_id, message, at }) => [task_id, message, at])).toEqual([
      [idOf(1), 'a refusal', NOON - MINUTE],
      [idOf(3), 'connect ECONNREFUSED 127.0.0.1:8003', NOON - 2 * MINUTE],
      [idOf(2), 'out of order', NOON - 2 * MINUTE],
    ]);
    expect(failures[0]).toMatchObject({ phase: 'CODE_IMPLEMENTATION', type: 'TerminalAgentError' });
    expect((await store().failures({ from: NOON, to: NOON + HOUR })).failures).toEqual([]);
  });

  it('the failures of a report are bounded, and it says so', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) =>
      taskState.failed(begun(index + 1, NOON - HOUR), errorOf('no'), NOON - 1 - index),
    );
    for (let at = 0; at < many.length; at += 100) {
      await createTaskRunStore(open().db).saveAll(many.slice(at, at + 100));
    }
    const { failures, more } = await store().failures(PERIOD);
    expect([failures.length, more, failures[0]?.task_id]).toEqual([1_000, true, idOf(1)]);
  });

  it('the changes of breakers are told oldest first', async () => {
    const change = (minute: number, from_state: 'CLOSED' | 'OPEN', to_state: 'CLOSED' | 'OPEN', reason: string) => ({
      ...{ agent: 'coder-agent', from_state, to_state, generation: minute, reason, decided_by: 'operator' as const },
      at: new Date(NOON - HOUR + minute * MINUTE),
    });
    await open()
      .db.insert(breakerTransitions)
      .values([
        change(-1, 'CLOSED', 'OPEN', 'too early'),
        change(0, 'OPEN', 'CLOSED', 'it moved'),
        change(9, 'CLOSED', 'OPEN', 'it moves again'),
        change(60, 'OPEN', 'CLOSED', 'too late'),
      ]);
    expect(await store().breakerChanges(PERIOD)).toEqual([
      { agent: 'coder-agent', at: NOON - HOUR, from: 'OPEN', to: 'CLOSED', reason: 'it moved' },
      { agent: 'coder-agent', at: NOON - HOUR + 9 * MINUTE, from: 'CLOSED', to: 'OPEN', reason: 'it moves again' },
    ]);
  });

  describe('the samples of a report', () => {
    const save = (samples: readonly PoolSampleRow[]) => createPoolSampleStore(open().db).saveAll(samples);
    const quarters = (from: number, count: number, change: Partial<PoolSampleRow> = {}) =>
      Array.from({ length: count }, (_, index) => poolSample(from + index * QUARTER_MS, change));

    it('are none when no pool ran', async () => {
      expect(await store().poolSamples(PERIOD, LIMITS)).toEqual({ samples: 0, unhealthy: 0, first_at: null });
    });

    it('are one a moment, unhealthy when the queue of any pool is too long', async () => {
      await save([
        ...quarters(NOON - 10 * MINUTE, 40),
        ...quarters(NOON - 10 * MINUTE, 4, { pool: 'gpu', queue_depth: 101 }),
        ...quarters(NOON, 4),
      ]);
      const first_at = NOON - 10 * MINUTE;
      expect(await store().poolSamples(PERIOD, LIMITS)).toEqual({ samples: 40, unhealthy: 4, first_at });
    });

    it('are unhealthy from when a pool has been full for five minutes', async () => {
      await save([
        ...quarters(NOON - 20 * MINUTE, 40, { utilization_pct: 100 }),
        ...quarters(NOON - 10 * MINUTE, 1),
        ...quarters(NOON - 10 * MINUTE + QUARTER_MS, 19, { utilization_pct: 100 }),
      ]);
      // Of forty the first nineteen do not make five minutes; of the nineteen after the break none does.
      expect(await store().poolSamples(PERIOD, LIMITS)).toMatchObject({ samples: 60, unhealthy: 21 });
    });

    it('are unhealthy at the begin of a period that begins when a pool has long been full', async () => {
      await save(quarters(NOON - HOUR - 5 * MINUTE, 24, { utilization_pct: 100 }));
      expect(await store().poolSamples(PERIOD, LIMITS)).toMatchObject({ samples: 4, unhealthy: 4 });
    });
  });
}
