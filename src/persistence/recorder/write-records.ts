import type { DeadLetterStore } from '../dead-letter-store.ts';
import type { PhaseRunStore } from '../phase-run-store.ts';
import type { TaskRunStore } from '../task-run-store.ts';
import type { WorkRecord } from './record.ts';

/** Where records of each kind go. */
export interface RecordStores {
  readonly taskRuns: Pick<TaskRunStore, 'saveAll'>;
  readonly phaseRuns: Pick<PhaseRunStore, 'saveAll'>;
  readonly deadLetters: Pick<DeadLetterStore, 'saveAll'>;
}

/** Writes records about different things, a statement a kind. Repeating it after an error does no harm. */
export function recordWriter({ taskRuns, phaseRuns, deadLetters }: RecordStores) {
  return async (records: readonly WorkRecord[]): Promise<void> => {
    const states = records.flatMap((record) => (record.of === 'task' ? [record.state] : []));
    const runs = records.flatMap((record) => (record.of === 'phase_run' ? [record.run] : []));
    const entries = records.flatMap((record) => (record.of === 'dead_letter' ? [record.entry] : []));
    if (states.length > 0) await taskRuns.saveAll(states);
    if (runs.length > 0) await phaseRuns.saveAll(runs);
    if (entries.length > 0) await deadLetters.saveAll(entries);
  };
}
