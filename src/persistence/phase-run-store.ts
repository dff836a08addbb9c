import { asc, eq, sql } from 'drizzle-orm';
import type { Phase } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import type { Queries } from './database.ts';
import { excluded } from './excluded.ts';
import { phaseRuns, type PhaseRunStatus } from './schema.ts';
import { storable } from './storable.ts';

/** An attempt of a phase that has begun; `attempt` counts from 1 in each round, `started_at` is in ISO 8601. */
export interface StartedPhaseRun {
  readonly task_id: string;
  readonly phase: Phase;
  readonly round: number;
  readonly attempt: number;
  readonly agent: string;
  readonly started_at: string;
}

/** An attempt that has ended: in a verdict, or in an error. It says all there is to know, so a lost start is no matter. */
export interface FinishedPhaseRun extends StartedPhaseRun {
  readonly status: Exclude<PhaseRunStatus, 'running'>;
  readonly finished_at: string;
  readonly verdict?: PhaseResult['verdict'];
  readonly error?: string;
}

/** An attempt as it is recorded. */
export interface PhaseRun extends StartedPhaseRun {
  readonly status: PhaseRunStatus;
  readonly finished_at?: string;
  readonly duration_ms?: number;
  readonly verdict?: PhaseResult['verdict'];
  readonly error?: string;
}

/** The phases' records, one an attempt. */
export interface PhaseRunStore {
  /** Does nothing when the attempt is known already: a start that arrives late does not reopen it. */
  started(run: StartedPhaseRun): Promise<void>;
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

async function saveAll(db: Queries, runs: readonly (StartedPhaseRun | FinishedPhaseRun)[]): Promise<void> {
  await db
    .insert(phaseRuns)
    .values(runs.map((run) => rowOf(storable(run))))
    .onConflictDoUpdate({
      target: [phaseRuns.task_id, phaseRuns.phase, phaseRuns.round, phaseRuns.attempt],
      set: excluded('agent', 'status', 'started_at', 'finished_at', 'duration_ms', 'verdict', 'error'),
      setWhere: sql`excluded.finished_at is not null`,
    });
}

function rowOf(run: StartedPhaseRun | FinishedPhaseRun): typeof phaseRuns.$inferInsert {
  const { task_id, phase, round, attempt, agent } = run;
  const row = { task_id, phase, round, attempt, agent, started_at: new Date(run.started_at) };
  if (!('finished_at' in run)) return { ...row, status: 'running' };
  return {
    ...row,
    status: run.status,
    finished_at: new Date(run.finished_at),
    duration_ms: Math.max(0, Date.parse(run.finished_at) - Date.parse(run.started_at)),
    verdict: run.verdict ?? null,
    error: run.error ?? null,
  };
}

function runOf(row: typeof phaseRuns.$inferSelect): PhaseRun {
  const { started_at, finished_at, duration_ms, verdict, error, ...rest } = row;
  return {
    ...rest,
    started_at: started_at.toISOString(),
    ...(finished_at === null ? {} : { finished_at: finished_at.toISOString() }),
    ...(duration_ms === null ? {} : { duration_ms }),
    ...(verdict === null ? {} : { verdict }),
    ...(error === null ? {} : { error }),
  };
}
