import type { Queries } from '../persistence/database.ts';
import { createDeadLetterStore } from '../persistence/dead-letter-store.ts';
import { createPhaseRunStore } from '../persistence/phase-run-store.ts';
import { createRecorder, type Recorder, type RecorderLog } from '../persistence/recorder/recorder.ts';
import { recordWriter } from '../persistence/recorder/write-records.ts';
import { createTaskRunStore } from '../persistence/task-run-store.ts';

/** The recorder of a process that has the database open; to be stopped before the database is closed. */
export function databaseRecorder(db: Queries, log: RecorderLog): Recorder {
  const write = recordWriter({
    taskRuns: createTaskRunStore(db),
    phaseRuns: createPhaseRunStore(db),
    deadLetters: createDeadLetterStore(db),
  });
  return createRecorder({ write, log });
}
