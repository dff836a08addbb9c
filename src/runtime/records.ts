import { batchedStores } from '../persistence/batched-stores.ts';
import type { Queries } from '../persistence/database.ts';
import { createDeadLetterStore } from '../persistence/dead-letter-store.ts';
import { createPhaseRunStore } from '../persistence/phase-run-store.ts';
import { createRecorder, type Recorder, type RecorderLog } from '../persistence/recorder.ts';
import { createTaskRunStore } from '../persistence/task-run-store.ts';

/** The recorder of a process that has the database open. */
export function databaseRecorder(db: Queries, log: RecorderLog): Recorder {
  const stores = batchedStores({
    taskRuns: createTaskRunStore(db),
    phaseRuns: createPhaseRunStore(db),
    deadLetters: createDeadLetterStore(db),
  });
  return createRecorder({ ...stores, log });
}
