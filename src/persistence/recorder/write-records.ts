import type { DeadLetterStore } from '../dead-letter-store.ts';
import type { AgentCallStore } from '../history/call-store.ts';
import type { PoolSampleStore } from '../history/pool-sample-store.ts';
import type { PhaseRunStore } from '../phase-run-store.ts';
import type { TaskRunStore } from '../task-run-store.ts';
import type { WorkRecord } from './record.ts';

/** Where records of each kind go. */
export interface RecordStores {
  readonly taskRuns: Pick<TaskRunStore, 'saveAll'>;
  readonly phaseRuns: Pick<PhaseRunStore, 'saveAll'>;
  readonly deadLetters: Pick<DeadLetterStore, 'saveAll'>;
  readonly calls: AgentCallStore;
  readonly samples: PoolSampleStore;
}

/** Writes records about different things, a statement a kind. Repeating it after an error does no harm. */
export function recordWriter({ taskRuns, phaseRuns, deadLetters, calls, samples }: RecordStores) {
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
  };
}

async function save<Row>(store: { saveAll(rows: readonly Row[]): Promise<void> }, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0) await store.saveAll(rows);
}
