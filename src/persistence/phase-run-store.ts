import { asc, eq, sql } from 'drizzle-orm';
import type { Phase } from '../domain/phase.ts';
import type { AgentUsage, PhaseResult } from '../domain/phase-result.ts';
import type { Queries } from './database.ts';
import { excluded } from './excluded.ts';
import { rowsAsJson } from './rows-as-json.ts';
import { phaseRuns, type PhaseRunStatus } from './schema.ts';
import { storable } from './storable.ts';

/**
 * An attempt of a phase that has begun. `call`: of the phase's activity, as Temporal knows it, `run id/activity id`;
 * `attempt` counts from 1 in each call. `started_at` is in ISO 8601.
 */
export interface StartedPhaseRun {
  readonly task_id: string;
  readonly project: string;
  readonly phase: Phase;
  readonly round: number;
  readonly call: string;
  readonly attempt: number;
  readonly agent: string;
  readonly started_at: string;
}

/** What came of an attempt: a verdict with what it took and changed, or an error. */
interface Outcome extends AgentUsage {
  readonly verdict?: PhaseResult['verdict'];
  readonly error?: string;
  /** How many files the change touches. */
  readonly files_changed?: number;
}

/** An attempt that has ended. It says all there is to know, so a lost start is no matter. */
export interface FinishedPhaseRun extends StartedPhaseRun, Outcome {
  readonly status: Exclude<PhaseRunStatus, 'running'>;
  readonly finished_at: string;
}

/** An attempt as it is recorded. */
export interface PhaseRun extends StartedPhaseRun, Outcome {
  readonly status: PhaseRunStatus;
  readonly finished_at?: string;
  readonly duration_ms?: number;
}

/** The phases' records, one an attempt. */
export interface PhaseRunStore {
  /** Does nothing when the attempt is known already: a start that arrives late does not reopen it. */
  started(run: StartedPhaseRun): Promise<void>;
  /** The latest word stands, but for an attempt that was lost: what its worker says later is stale. */
  finished(run: FinishedPhaseRun): Promise<void>;
  /** Records different attempts in one statement, those that have begun as `started` and those that have ended as `finished`. */
  saveAll(runs: readonly (StartedPhaseRun | FinishedPhaseRun)[]): Promise<void>;
  /** A task's attempts in the order they began. */
  ofTask(taskId: string): Promise<readonly PhaseRun[]>;
}

/** The phases' records in a database. */
export function createPhaseRunStore(db: Queries): PhaseRunStore {
  return {
    started: (run) => saveAll(db, [run]),
    finished: (run) => saveAll(db, [run]),
    saveAll: (runs) => saveAll(db, runs),

    async ofTask(taskId) {
      const rows = await db
        .select()
        .from(phaseRuns)
        .where(eq(phaseRuns.task_id, storable(taskId)))
        .orderBy(asc(phaseRuns.started_at), asc(phaseRuns.round), asc(phaseRuns.attempt));
      return rows.map(runOf);
    },
  };
}

const OUTCOME = ['verdict', 'error', 'tokens_used', 'cost_usd', 'files_changed'] as const;

async function saveAll(db: Queries, runs: readonly (StartedPhaseRun | FinishedPhaseRun)[]): Promise<void> {
  await db
    .insert(phaseRuns)
    .select(rowsAsJson(phaseRuns, runs.map(rowOf)))
    .onConflictDoUpdate({
      target: [phaseRuns.task_id, phaseRuns.phase, phaseRuns.round, phaseRuns.call, phaseRuns.attempt],
      set: excluded('project', 'agent', 'status', 'started_at', 'finished_at', 'duration_ms', ...OUTCOME),
      setWhere: sql`${phaseRuns.status} <> 'lost' and excluded.finished_at is not null`,
    });
}

function rowOf(run: StartedPhaseRun | FinishedPhaseRun): typeof phaseRuns.$inferInsert {
  const { task_id, project, phase, round, call, attempt, agent } = run;
  const row = { task_id, project, phase, round, call, attempt, agent, started_at: new Date(run.started_at) };
  if (!('finished_at' in run)) return { ...row, status: 'running' };
  return {
    ...row,
    status: run.status,
    finished_at: new Date(run.finished_at),
    duration_ms: Math.max(0, Date.parse(run.finished_at) - Date.parse(run.started_at)),
    ...Object.fromEntries(OUTCOME.map((what) => [what, run[what] ?? null])),
  };
}

function runOf(row: typeof phaseRuns.$inferSelect): PhaseRun {
  const { task_id, project, phase, round, call, attempt, agent, status, started_at, finished_at, duration_ms } = row;
  const outcome = OUTCOME.filter((what) => row[what] !== null).map((what) => [what, row[what]]);
  return {
    ...{ task_id, project, phase, round, call, attempt, agent, status },
    started_at: started_at.toISOString(),
    ...(finished_at === null ? {} : { finished_at: finished_at.toISOString() }),
    ...(duration_ms === null ? {} : { duration_ms }),
    ...(Object.fromEntries(outcome) as Outcome),
  };
}
