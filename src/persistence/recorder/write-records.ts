import type { DeadLetterStore } from '../dead-letter-store.ts';
import type { HeartbeatWriter } from '../heartbeats/heartbeat-writer.ts';
import type { AgentCallStore } from '../history/call-store.ts';
import type { PoolSampleStore } from '../history/pool-sample-store.ts';
import type { PhaseRunStore } from '../phase-run-store.ts';
import type { ProfileStore } from '../profile/profile-store.ts';
import type { SpanStore } from '../spans/span-store.ts';
import type { TaskRunStore } from '../task-run-store.ts';
import type { WorkRecord } from './record.ts';

/** Where records of each kind go. */
export interface RecordStores {
  readonly taskRuns: Pick<TaskRunStore, 'saveAll'>;
  readonly phaseRuns: Pick<PhaseRunStore, 'saveAll'>;
  readonly deadLetters: Pick<DeadLetterStore, 'saveAll'>;
  readonly calls: AgentCallStore;
  readonly samples: PoolSampleStore;
  readonly profiles: Pick<ProfileStore, 'saveAll'>;
  readonly spans: Pick<SpanStore, 'saveAll'>;
  readonly heartbeats: HeartbeatWriter;
}

/** Writes records about different things, a statement a kind. Repeating it after an error does no harm. */
export function recordWriter(stores: RecordStores) {
  const { taskRuns, phaseRuns, deadLetters, calls, samples, profiles, spans, heartbeats } = stores;
  return async (records: readonly WorkRecord[]): Promise<void> => {
    const rows = <Row>(rowOf: (record: WorkRecord) => Row | undefined): readonly Row[] =>
      records.map(rowOf).filter((row) => row !== undefined);
    await save(
      taskRuns,
      rows((record) => (record.of === 'task' ? record.state : undefined)),
    );
    await save(
      phaseRuns,
      rows((record) => (record.of === 'phase_run' ? record.run : undefined)),
    );
    await save(
      deadLetters,
      rows((record) => (record.of === 'dead_letter' ? record.entry : undefined)),
    );
    await save(
      calls,
      rows((record) => (record.of === 'agent_call' ? record.call : undefined)),
    );
    await save(
      samples,
      rows((record) => (record.of === 'pool_sample' ? record.sample : undefined)),
    );
    await save(
      profiles,
      rows((record) => (record.of === 'profile' ? record.profile : undefined)),
    );
    await save(
      spans,
      rows((record) => (record.of === 'span' ? record.span : undefined)),
    );
    // Last, so that none is written again because something else failed.
    await save(
      heartbeats,
      rows((record) => (record.of === 'heartbeat' ? record.heartbeat : undefined)),
    );
  };
}

async function save<Row>(store: { saveAll(rows: readonly Row[]): Promise<void> }, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0) await store.saveAll(rows);
}
