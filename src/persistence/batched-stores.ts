import { type DeadLetter, laterOf } from '../domain/dead-letter.ts';
import type { TaskState } from '../domain/task.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import { inBatches } from './in-batches.ts';
import type { FinishedPhaseRun, PhaseRunStore, StartedPhaseRun } from './phase-run-store.ts';
import type { RecorderPorts } from './recorder.ts';
import { progressOf } from './task-progress.ts';
import type { TaskRunStore } from './task-run-store.ts';

/** How long a record may wait for others to share its statement, in ms: too short for anybody to see. */
const LINGER_MS = 100;

/** The stores as a recorder writes to them, with records that come at the same time in shared statements. */
export function batchedStores(stores: {
  readonly taskRuns: Pick<TaskRunStore, 'saveAll'>;
  readonly phaseRuns: Pick<PhaseRunStore, 'saveAll'>;
  readonly deadLetters: Pick<DeadLetterStore, 'saveAll'>;
}): Pick<RecorderPorts, 'taskRuns' | 'phaseRuns' | 'deadLetters'> {
  const { taskRuns, phaseRuns, deadLetters } = stores;
  const save = inBatches<TaskState>({
    keyOf: ({ task_id }) => task_id,
    merged: (before, next) => (progressOf(before) > progressOf(next) ? before : next),
    lingerMs: LINGER_MS,
    write: (states) => taskRuns.saveAll(states),
  });
  const saveRun = inBatches<StartedPhaseRun | FinishedPhaseRun>({
    keyOf: ({ task_id, phase, round, attempt }) => `${task_id}/${phase}/${round}/${attempt}`,
    merged: (before, next) => ('finished_at' in next ? next : before),
    lingerMs: LINGER_MS,
    write: (runs) => phaseRuns.saveAll(runs),
  });
  const park = inBatches<DeadLetter>({
    keyOf: ({ id }) => id,
    merged: laterOf,
    lingerMs: LINGER_MS,
    write: (entries) => deadLetters.saveAll(entries),
  });
  return { taskRuns: { save }, phaseRuns: { started: saveRun, finished: saveRun }, deadLetters: { save: park } };
}
