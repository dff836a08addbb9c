import { count, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { deadLetter, requeued } from '../../../tests/support/dead-letters.ts';
import * as taskState from '../../domain/task-state.ts';
import type { Database } from '../database.ts';
import { createDeadLetterStore } from '../dead-letter-store.ts';
import { createPhaseRunStore, type FinishedPhaseRun } from '../phase-run-store.ts';
import { agentMetrics, deadLetters, phaseAggregates, phaseRuns, poolSamples, taskRuns } from '../schema.ts';
import { createTaskRunStore } from '../task-run-store.ts';
import { aggregate } from './aggregate.ts';
import { createAgentCallStore } from './call-store.ts';
import type { HistoryPoint, HistoryQuery } from './history-query.ts';
import { createHistoryStore } from './history-store.ts';
import { createPoolSampleStore } from './pool-sample-store.ts';
import { prune } from './prune.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const KEEP_DAYS = 30;
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const NOON = Date.parse('2026-03-10T12:00:00.000Z');

interface Run extends Partial<FinishedPhaseRun> {
  readonly ended: number;
  readonly seconds: number;
}

const isThere = (point: HistoryPoint | undefined): point is HistoryPoint => point !== undefined;

/** All of a point that is no percentile; the mean in whole ms. */
function rounded({ median_ms: _, p95_ms: __, p99_ms: ___, mean_ms, ...figures }: HistoryPoint) {
  return { ...figures, mean_ms: Math.round(mean_ms ?? 0) };
}

let number = 0;

/** An attempt that ended at a time and took so long. */
function run({ ended, seconds, ...more }: Run): FinishedPhaseRun {
  number += 1;
  return {
    task_id: `chimera-${number.toString(16).padStart(12, '0')}`,
    project: 'shop',
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    call: 'run/1',
    attempt: 1,
    agent: 'coder-agent',
    status: 'passed',
    started_at: new Date(ended - seconds * 1_000).toISOString(),
    finished_at: new Date(ended).toISOString(),
    ...more,
  };
}

/** What the history must do on every database. */
export function describeHistory(open: () => Database): void {
  const save = (runs: readonly FinishedPhaseRun[]) => createPhaseRunStore(open().db).saveAll(runs);
  const read = (query: HistoryQuery, now = NOON) => createHistoryStore(open().db, KEEP_DAYS, () => now).read(query);
  const rows = async (table: typeof phaseRuns | typeof taskRuns | typeof deadLetters | typeof phaseAggregates) => {
    const [counted] = await open().db.select({ rows: count() }).from(table);
    return counted?.rows;
  };

  beforeEach(async () => {
    const tables = [phaseRuns, taskRuns, deadLetters, agentMetrics, poolSamples, phaseAggregates];
    for (const table of tables) await open().db.delete(table);
  });

  describe('the history of attempts', () => {
    it('has their mean, percentiles, success rate and what they took', async () => {
      const usage = { tokens_used: 1_000, cost_usd: 0.25, files_changed: 2 };
      const runs = Array.from({ length: 10 }, (_, index) =>
        run({ ended: NOON - MINUTE, seconds: index + 1, ...usage }),
      );
      await save(runs.map((one, index) => (index < 2 ? { ...one, status: 'failed' } : one)));
      const { total, points, aggregated } = await read({ from: NOON - HOUR, to: NOON });
      expect(points).toEqual([]);
      expect(aggregated).toBe(false);
      expect(total).toEqual({
        at: '2026-03-10T11:00:00.000Z',
        runs: 10,
        failed: 2,
        success_rate: 0.8,
        mean_ms: 5_500,
        median_ms: 5_500,
        p95_ms: expect.closeTo(9_550, 3) as number,
        p99_ms: expect.closeTo(9_910, 3) as number,
        tokens_used: 10_000,
        cost_usd: 2.5,
        files_changed: 20,
      });
    });

    it('is of those that ended from its begin on and before its end, and of none that still run', async () => {
      const { finished_at: _, status: __, ...running } = run({ ended: NOON - 1, seconds: 1 });
      await createPhaseRunStore(open().db).started(running);
      await save([NOON - HOUR - 1, NOON - HOUR, NOON - 1, NOON].map((ended) => run({ ended, seconds: 1 })));
      expect((await read({ from: NOON - HOUR, to: NOON })).total?.runs).toBe(2);
      expect((await read({ from: NOON + HOUR, to: NOON + DAY })).total).toBeUndefined();
    });

    it('does not count attempts that were cut off or put off', async () => {
      const ends = ['cancelled', 'handed_back', 'lost', 'postponed', 'failed', 'passed'] as const;
      await save(ends.map((status) => run({ ended: NOON - HOUR - MINUTE, seconds: 1, status })));
      const span = { from: NOON - 3 * HOUR, to: NOON };
      expect((await read(span)).total).toMatchObject({ runs: 2, failed: 1, success_rate: 0.5 });
      await aggregate(open().db, NOON);
      const [hour] = await open().db.select().from(phaseAggregates).where(eq(phaseAggregates.bucket, 'hour'));
      expect(hour).toMatchObject({ runs: 2, failed: 1 });
    });

    it('is by hour or day in UTC, without those in which nothing ended', async () => {
      const times = [NOON - 26 * HOUR, NOON - 3 * HOUR, NOON - 3 * HOUR + MINUTE, NOON - MINUTE];
      await save(times.map((ended) => run({ ended, seconds: 1 })));
      const span = { from: NOON - 2 * DAY, to: NOON };
      const seen = async (bucket: 'hour' | 'day') =>
        (await read({ ...span, bucket })).points.map(({ at, runs }) => [at.slice(0, 16), runs]);
      expect(await seen('hour')).toEqual([
        ['2026-03-09T10:00', 1],
        ['2026-03-10T09:00', 2],
        ['2026-03-10T11:00', 1],
      ]);
      expect(await seen('day')).toEqual([
        ['2026-03-09T00:00', 1],
        ['2026-03-10T00:00', 3],
      ]);
    });

    it('is of an agent, a phase or a project alone', async () => {
      await save([
        run({ ended: NOON - 1, seconds: 1 }),
        run({ ended: NOON - 1, seconds: 1, project: 'blog' }),
        run({ ended: NOON - 1, seconds: 1, phase: 'GUARDIAN_REVIEW', agent: 'guardian-agent' }),
      ]);
      const runs = async (which: Partial<HistoryQuery>) =>
        (await read({ from: NOON - HOUR, to: NOON, ...which })).total?.runs;
      expect(await runs({})).toBe(3);
      expect(await runs({ project: 'blog' })).toBe(1);
      expect(await runs({ agent: 'coder-agent' })).toBe(2);
      expect(await runs({ agent: 'coder-agent', project: 'blog' })).toBe(1);
      expect(await runs({ phase: 'GUARDIAN_REVIEW' })).toBe(1);
      expect(await runs({ project: 'a\0b' })).toBeUndefined();
    });
  });

  describe('what was put together by hour and day', () => {
    /** 500 attempts over two days, of two projects, 1 to 500 s. */
    const attempts = () =>
      Array.from({ length: 500 }, (_, index) =>
        run({
          ended: NOON - 2 * DAY + index * 5 * MINUTE,
          seconds: 1 + ((index * 7) % 500),
          status: index % 5 === 0 ? 'failed' : 'passed',
          project: index % 2 === 0 ? 'shop' : 'blog',
          tokens_used: 10,
        }),
      );
    const span = { from: NOON - 3 * DAY, to: NOON };
    const LATER = NOON + 2 * KEEP_DAYS * DAY;

    it('tells the same as the attempts, percentiles within 1 %', async () => {
      await save(attempts());
      await aggregate(open().db, NOON + HOUR);
      for (const query of [span, { ...span, bucket: 'day' as const }, { ...span, project: 'blog' }]) {
        const [exact, put] = [await read(query), await read(query, LATER)];
        expect(put.aggregated).toBe(true);
        expect(put.points.map(({ at }) => at)).toEqual(exact.points.map(({ at }) => at));
        const [seen, right] = [put, exact].map(({ total, points }) => [total, ...points].filter(isThere));
        expect(seen?.map(rounded)).toEqual(right?.map(rounded));
        for (const [index, { median_ms, p95_ms, p99_ms }] of (seen ?? []).entries()) {
          // Of neighbours in rank, which are some seconds apart here, the exact one is between.
          expect(Math.abs((median_ms ?? 0) - (right?.[index]?.median_ms ?? 0))).toBeLessThan(10_000);
          expect(Math.abs((p95_ms ?? 0) - (right?.[index]?.p95_ms ?? 0))).toBeLessThan(15_000);
          expect(Math.abs((p99_ms ?? 0) - (right?.[index]?.p99_ms ?? 0))).toBeLessThan(15_000);
        }
      }
    });

    it('changes nothing when it is done again, and takes in what came late', async () => {
      await save(attempts());
      await aggregate(open().db, NOON);
      await aggregate(open().db, NOON);
      const before = await read(span, LATER);
      expect(before.total?.runs).toBe(500);
      await save([run({ ended: NOON - 7 * HOUR - MINUTE, seconds: 9 })]);
      await aggregate(open().db, NOON + MINUTE);
      expect((await read({ ...span, bucket: 'hour' }, LATER)).total?.runs).toBe(501);
    });

    it('is nothing when nothing ended', async () => {
      await aggregate(open().db, NOON);
      expect(await rows(phaseAggregates)).toBe(0);
    });

    it('stays when the attempts go', async () => {
      await save(attempts());
      await aggregate(open().db, NOON);
      const before = await read(span, LATER);
      await prune(open().db, KEEP_DAYS, NOON + 31 * DAY);
      expect(await rows(phaseRuns)).toBe(0);
      expect(await read(span, LATER)).toEqual(before);
      await prune(open().db, KEEP_DAYS, NOON + 3 * 365 * DAY);
      expect(await rows(phaseAggregates)).toBe(0);
    });
  });

  describe('what is older than it is kept', () => {
    it('goes in small statements; what is younger stays', async () => {
      const old = Array.from({ length: 2_500 }, () => run({ ended: NOON - 31 * DAY, seconds: 1 }));
      await save(old);
      await save([run({ ended: NOON - 29 * DAY, seconds: 1 })]);
      expect(await prune(open().db, KEEP_DAYS, NOON)).toBe(2_500);
      expect(await rows(phaseRuns)).toBe(1);
    });

    it('stays as long as it is open or parked', async () => {
      const request = { feature: 'x', project: 'shop', target_url: 'http://localhost', priority: 5 };
      const error = { phase: 'E2E_TEST_GENERATION', type: 'Terminal', message: 'no', retry_count: 0 };
      const open_ = taskState.newTask('chimera-000000000001', request, NOON - 90 * DAY, TRACEPARENT);
      const begun = taskState.phaseStarted(
        taskState.newTask('chimera-000000000002', request, NOON - 90 * DAY, TRACEPARENT),
        'E2E_TEST_GENERATION',
        1,
        NOON - 90 * DAY,
      );
      const ended = taskState.failed(begun, error, NOON - 80 * DAY);
      await createTaskRunStore(open().db).saveAll([open_, ended]);
      await createDeadLetterStore(open().db).saveAll([deadLetter(), requeued(deadLetter({ number: 2 }))]);
      // What decides is also when an entry was written last, by the database's clock.
      await prune(open().db, KEEP_DAYS, Date.now() + 365 * DAY);
      expect(await createTaskRunStore(open().db).get(open_.task_id)).toBeDefined();
      expect(await createTaskRunStore(open().db).get(ended.task_id)).toBeUndefined();
      expect(await rows(deadLetters)).toBe(1);
    });
  });

  it('takes calls of agents and samples of pools once, also when they are written twice', async () => {
    const call = {
      id: 'a',
      agent: 'coder-agent',
      task_id: 'chimera-000000000001',
      project: 'shop',
      phase: 'CODE_IMPLEMENTATION',
      round: 1,
      ended_at: '2026-03-10T12:00:00.000Z',
      duration_ms: 9,
      outcome: 'answered',
      tokens_used: 5,
    } as const;
    const sample = {
      pool: 'default',
      at: '2026-03-10T12:00:00.000Z',
      size: 3,
      active: 1,
      queue_depth: 0,
      dead_letters: 0,
      utilization_pct: 33.33,
      success_rate: null,
      avg_duration_ms: null,
      p95_duration_ms: null,
      throughput_per_hour: 0.5,
    };
    const [calls, samples] = [createAgentCallStore(open().db), createPoolSampleStore(open().db)];
    await calls.saveAll([call, { ...call, id: 'b' }]);
    await calls.saveAll([call]);
    await samples.saveAll([sample, { ...sample, pool: 'other' }]);
    await samples.saveAll([{ ...sample, size: 9 }]);
    const at = new Date(sample.at);
    expect(await open().db.select().from(agentMetrics)).toMatchObject([
      { ...call, ended_at: at, cost_usd: null },
      { id: 'b' },
    ]);
    expect(await open().db.select().from(poolSamples)).toMatchObject([
      { ...sample, at },
      { pool: 'other', size: 3 },
    ]);
  });
}
