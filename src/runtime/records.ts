import type { Queries } from '../persistence/database.ts';
import { createDeadLetterStore } from '../persistence/dead-letter-store.ts';
import { createAgentCallStore } from '../persistence/history/call-store.ts';
import { createPoolSampleStore } from '../persistence/history/pool-sample-store.ts';
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
    calls: createAgentCallStore(db),
    samples: createPoolSampleStore(db),
  });
  return createRecorder({ write, log });
}
