import { type DeadLetter, laterOf } from '../../domain/dead-letter.ts';
import type { TaskState } from '../../domain/task.ts';
import type { AgentCallRecord } from '../history/call-store.ts';
import type { PoolSample } from '../history/pool-sample-store.ts';
import type { FinishedPhaseRun, StartedPhaseRun } from '../phase-run-store.ts';
import { progressOf } from '../task-progress.ts';

/** Something that happened, as it is written down. */
export type WorkRecord =
  | { readonly of: 'task'; readonly state: TaskState }
  | { readonly of: 'phase_run'; readonly run: StartedPhaseRun | FinishedPhaseRun }
  /** A task was parked, or its entry was annotated or decided. */
  | { readonly of: 'dead_letter'; readonly entry: DeadLetter }
  | { readonly of: 'agent_call'; readonly call: AgentCallRecord }
  | { readonly of: 'pool_sample'; readonly sample: PoolSample };

/** What a record is about: of two about the same thing, one is enough. */
export function subjectOf(record: WorkRecord): string {
  switch (record.of) {
    case 'task':
      return `task/${record.state.task_id}`;
    case 'phase_run':
      return `phase_run/${record.run.task_id}/${record.run.phase}/${record.run.round}/${record.run.attempt}`;
    case 'dead_letter':
      return `dead_letter/${record.entry.id}`;
    case 'agent_call':
      return `agent_call/${record.call.id}`;
    case 'pool_sample':
      return `pool_sample/${record.sample.pool}/${record.sample.at}`;
  }
}

/** Which of two records about the same thing says more; `next` came later, but may have been made before. */
export function tellingOf(before: WorkRecord, next: WorkRecord): WorkRecord {
  if (before.of === 'task' && next.of === 'task') {
    return progressOf(before.state) > progressOf(next.state) ? before : next;
  }
  if (before.of === 'phase_run' && next.of === 'phase_run') return 'finished_at' in next.run ? next : before;
  if (before.of === 'dead_letter' && next.of === 'dead_letter') {
    return laterOf(before.entry, next.entry) === before.entry ? before : next;
  }
  return next;
}
