import { type DeadLetter, laterOf } from '../../domain/dead-letter.ts';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import type { AttemptProfile } from '../../domain/profile/section.ts';
import type { TaskState } from '../../domain/task.ts';
import { fullerOf, type Span } from '../../domain/trace/span.ts';
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
  | { readonly of: 'profile'; readonly profile: AttemptProfile }
  | { readonly of: 'pool_sample'; readonly sample: PoolSample }
  | { readonly of: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly of: 'span'; readonly span: Span };

/** Whether a record must be written at once: a heartbeat says when it arrived. */
export function isUrgent({ of }: WorkRecord): boolean {
  return of === 'heartbeat';
}

/** What a record is about: of two about the same thing, one is enough. */
export function subjectOf(record: WorkRecord): string {
  switch (record.of) {
    case 'task':
      return `task/${record.state.task_id}`;
    case 'phase_run': {
      const { task_id, phase, round, call, attempt } = record.run;
      return `phase_run/${task_id}/${phase}/${round}/${call}/${attempt}`;
    }
    case 'dead_letter':
      return `dead_letter/${record.entry.id}`;
    case 'agent_call':
      return `agent_call/${record.call.id}`;
    case 'profile': {
      const { task_id, phase, round, started_at } = record.profile;
      return `profile/${task_id}/${phase}/${round}/${started_at}`;
    }
    case 'pool_sample':
      return `pool_sample/${record.sample.pool}/${record.sample.at}`;
    case 'heartbeat': {
      const { kind, name, process, event } = record.heartbeat;
      return `heartbeat/${kind}/${name}/${process}/${event}`;
    }
    case 'span':
      return `span/${record.span.span_id}`;
  }
}

/** Which of two records about the same thing says more; `next` came later, but may have been made before. */
export function tellingOf(before: WorkRecord, next: WorkRecord): WorkRecord {
  if (before.of === 'task' && next.of === 'task') {
    return progressOf(before.state) > progressOf(next.state) ? before : next;
  }
  if (before.of === 'phase_run' && next.of === 'phase_run') {
    return 'finished_at' in next.run && !wasLost(before.run) ? next : before;
  }
  if (before.of === 'dead_letter' && next.of === 'dead_letter') {
    return laterOf(before.entry, next.entry) === before.entry ? before : next;
  }
  if (before.of === 'span' && next.of === 'span') {
    return fullerOf(before.span, next.span) === before.span ? before : next;
  }
  return next;
}

function wasLost(run: StartedPhaseRun | FinishedPhaseRun): boolean {
  return 'status' in run && run.status === 'lost';
}
