import type { DeadLetter } from '../domain/dead-letter.ts';
import type { TaskState } from '../domain/task.ts';
import { innermostReason } from './innermost-reason.ts';
import type { FinishedPhaseRun, PhaseRunStore, StartedPhaseRun } from './phase-run-store.ts';

/** Where a recorder says that records were lost. */
export interface RecorderLog {
  warn(context: object, message: string): void;
}

/** What a recorder writes to. `now` is a clock in ms that is never set back. */
export interface RecorderPorts {
  readonly taskRuns: { save(state: TaskState): Promise<unknown> };
  readonly phaseRuns: Pick<PhaseRunStore, 'started' | 'finished'>;
  readonly deadLetters: { save(entry: DeadLetter): Promise<unknown> };
  readonly log: RecorderLog;
  readonly now?: () => number;
}

/** Records what happens and never fails: a record is observation, and no task may suffer from a database that is away. */
export interface Recorder {
  task(state: TaskState): Promise<void>;
  phaseStarted(run: StartedPhaseRun): Promise<void>;
  phaseFinished(run: FinishedPhaseRun): Promise<void>;
  /** A task was parked, or its entry was annotated or decided. */
  deadLetter(entry: DeadLetter): Promise<void>;
  /** Records lost so far. */
  readonly lost: number;
}

const LOG_INTERVAL_MS = 60_000;

/** A recorder that counts the records it loses and says so once a minute at most. */
export function createRecorder({
  taskRuns,
  phaseRuns,
  deadLetters,
  log,
  now = () => performance.now(),
}: RecorderPorts): Recorder {
  let lost = 0;
  let saidAt = Number.NEGATIVE_INFINITY;

  async function attempt(task_id: string, write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      lost += 1;
      if (now() - saidAt < LOG_INTERVAL_MS) return;
      saidAt = now();
      log.warn({ task_id, lost, reason: innermostReason(error) }, 'A record was lost: the database did not take it');
    }
  }

  return {
    task: (state) => attempt(state.task_id, () => taskRuns.save(state)),
    phaseStarted: (run) => attempt(run.task_id, () => phaseRuns.started(run)),
    phaseFinished: (run) => attempt(run.task_id, () => phaseRuns.finished(run)),
    deadLetter: (entry) => attempt(entry.task_id, () => deadLetters.save(entry)),
    get lost() {
      return lost;
    },
  };
}
