import { type DeadLetter, laterOf } from '../../domain/dead-letter.ts';
import type { Heartbeat } from '../../domain/heartbeat/heartbeat.ts';
import { isPhase } from '../../domain/phase.ts';
import type { AttemptProfile } from '../../domain/profile/section.ts';
import type { TaskState } from '../../domain/task.ts';
import { fullerOf, type Span } from '../../domain/trace/span.ts';
import type { AgentCallRecord } from '../history/call-store.ts';
import type { ModelCallRecord } from '../ledger/ledger-store.ts';
import type { PoolSampleRow } from '../history/pool-sample-store.ts';
import type { FinishedPhaseRun, StartedPhaseRun } from '../phase-run-store.ts';
import { progressOf } from '../task-progress.ts';

/** Something that happened, as it is written down. */
export type WorkRecord =
  | { readonly of: 'task'; readonly state: TaskState }
  | { readonly of: 'phase_run'; readonly run: StartedPhaseRun | FinishedPhaseRun }
  /** A task was parked, or its entry was annotated or decided. */
  | { readonly of: 'dead_letter'; readonly entry: DeadLetter }
  | { readonly of: 'agent_call'; readonly call: AgentCallRecord }
  | { readonly of: 'model_call'; readonly call: ModelCallRecord }
  | { readonly of: 'profile'; readonly profile: AttemptProfile }
  | { readonly of: 'pool_sample'; readonly sample: PoolSampleRow }
  | { readonly of: 'heartbeat'; readonly heartbeat: Heartbeat }
  | { readonly of: 'span'; readonly span: Span };

/** The kinds of records, and a record of one of them. */
export type RecordKind = WorkRecord['of'];
export type RecordOf<Kind extends RecordKind> = Extract<WorkRecord, { readonly of: Kind }>;

/** Which phase of which task a record is for. */
export interface PhaseOfTask {
  readonly task_id: string;
  readonly phase: string;
  readonly round: number;
}

/** What is to be known of a kind of record. */
interface KindOf<Kind extends RecordKind> {
  /** What is written of it. */
  row(record: RecordOf<Kind>): unknown;
  /** What it is about: of two about the same thing, one is enough. */
  subject(record: RecordOf<Kind>): readonly (string | number)[];
  /** Whether the later of two about the same thing says less, for it was made before; else the later one stands. */
  saysLess?(next: RecordOf<Kind>, before: RecordOf<Kind>): boolean;
  /** Which phase it is for. */
  phase?(record: RecordOf<Kind>): PhaseOfTask | undefined;
  /** It has to be written at once: it says when it arrived, or a budget counts on it. */
  readonly urgent?: true;
}

/** All kinds, in the order in which they are written: the last is not written again because something else failed. */
export const KINDS = {
  task: {
    row: ({ state }) => state,
    subject: ({ state }) => [state.task_id],
    saysLess: (next, before) => progressOf(before.state) > progressOf(next.state),
    phase: ({ state: { task_id, phase, round } }) => (isPhase(phase) ? { task_id, phase, round } : undefined),
  },
  phase_run: {
    row: ({ run }) => run,
    subject: ({ run: { task_id, phase, round, call, attempt } }) => [task_id, phase, round, call, attempt],
    saysLess: (next, before) => !('finished_at' in next.run) || wasLost(before.run),
    phase: ({ run }) => run,
  },
  dead_letter: {
    row: ({ entry }) => entry,
    subject: ({ entry }) => [entry.id],
    saysLess: (next, before) => laterOf(before.entry, next.entry) === before.entry,
  },
  agent_call: {
    row: ({ call }) => call,
    subject: ({ call }) => [call.id],
    phase: ({ call }) => call,
  },
  model_call: {
    row: ({ call }) => call,
    subject: ({ call }) => [call.id],
    phase: ({ call }) => call,
    urgent: true,
  },
  pool_sample: {
    row: ({ sample }) => sample,
    subject: ({ sample }) => [sample.pool, sample.at],
  },
  profile: {
    row: ({ profile }) => profile,
    subject: ({ profile: { task_id, phase, round, started_at } }) => [task_id, phase, round, started_at],
  },
  span: {
    row: ({ span }) => span,
    subject: ({ span }) => [span.span_id],
    saysLess: (next, before) => fullerOf(before.span, next.span) === before.span,
  },
  heartbeat: {
    row: ({ heartbeat }) => heartbeat,
    subject: ({ heartbeat: { kind, name, process, event } }) => [kind, name, process, event],
    urgent: true,
  },
} satisfies { readonly [Kind in RecordKind]: KindOf<Kind> };

/** What is to be known of a record's kind. */
export function kindOf(record: WorkRecord): KindOf<RecordKind> {
  return KINDS[record.of];
}

/** What a record is about, as a key. */
export function subjectOf(record: WorkRecord): string {
  return [record.of, ...kindOf(record).subject(record)].join('/');
}

/** Which of two records about the same thing says more; `next` came later, but may have been made before. */
export function tellingOf(before: WorkRecord, next: WorkRecord): WorkRecord {
  return kindOf(next).saysLess?.(next, before) === true ? before : next;
}

function wasLost(run: StartedPhaseRun | FinishedPhaseRun): boolean {
  return 'status' in run && run.status === 'lost';
}
