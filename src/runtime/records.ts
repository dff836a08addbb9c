import type { Queries } from '../persistence/database.ts';
import { createDeadLetterStore } from '../persistence/dead-letter-store.ts';
import { createHeartbeatWriter } from '../persistence/heartbeats/heartbeat-writer.ts';
import { createAgentCallStore } from '../persistence/history/call-store.ts';
import { createLedgerStore } from '../persistence/ledger/ledger-store.ts';
import { createPoolSampleStore } from '../persistence/history/pool-sample-store.ts';
import { createPhaseRunStore } from '../persistence/phase-run-store.ts';
import { createProfileStore } from '../persistence/profile/profile-store.ts';
import { measuredWriter } from '../persistence/recorder/measured-writer.ts';
import { createRecorder, type Recorder, type RecorderLog } from '../persistence/recorder/recorder.ts';
import { recordWriter } from '../persistence/recorder/write-records.ts';
import { createSpanStore } from '../persistence/spans/span-store.ts';
import { createTaskRunStore } from '../persistence/task-run-store.ts';

/**
 * The recorder of a process that has the database open; to be stopped before the database is closed. With a clock it
 * measures what the database takes for the records of each phase.
 */
export function databaseRecorder(db: Queries, log: RecorderLog, profileClock?: () => number): Recorder {
  const write = recordWriter({
    task: createTaskRunStore(db),
    phase_run: createPhaseRunStore(db),
    dead_letter: createDeadLetterStore(db),
    agent_call: createAgentCallStore(db),
    model_call: createLedgerStore(db),
    pool_sample: createPoolSampleStore(db),
    profile: createProfileStore(db),
    span: createSpanStore(db),
    heartbeat: createHeartbeatWriter(db),
  });
  return createRecorder({ write: profileClock === undefined ? write : measuredWriter(write, profileClock), log });
}
