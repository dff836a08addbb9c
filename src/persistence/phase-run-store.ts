import { asc, eq } from 'drizzle-orm';
import type { Phase } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import type { Queries } from './database.ts';
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
  /** A task's attempts in the order they began. */
  ofTask(taskId: string): Promise<readonly PhaseRun[]>;
}

/** The phases' records in a database. */
export function createPhaseRunStore(db: Queries): PhaseRunStore {
  return {
    async started(run) {
      const row = { ...storable(run), status: 'running' as const, started_at: new Date(run.started_at) };
      await db.insert(phaseRuns).values(row).onConflictDoNothing();
    },

    async finished(run) {
      const { task_id, phase, round, attempt, ...rest } = storable(run);
      const end = {
        agent: rest.agent,
        status: rest.status,
        started_at: new Date(rest.started_at),
        finished_at: new Date(rest.finished_at),
        duration_ms: Math.max(0, Date.parse(rest.finished_at) - Date.parse(rest.started_at)),
        verdict: rest.verdict ?? null,
        error: rest.error ?? null,
      };
      await db
        .insert(phaseRuns)
        .values({ task_id, phase, round, attempt, ...end })
        .onConflictDoUpdate({
          target: [phaseRuns.task_id, phaseRuns.phase, phaseRuns.round, phaseRuns.attempt],
          set: end,
        });
    },

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
