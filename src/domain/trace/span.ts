import type { Phase } from '../phase.ts';
import type { TaskStatus } from '../task.ts';
import type { TraceContext } from './trace-context.ts';

/**
 * What a span is about. `place`: the wait for a place in the pool; `phase`: one call of a phase's activity with all its
 * attempts; `waiting`: until something may be tried again, or for a word on a pull request; `delivery`: the handing over of
 * a proven change by its pull request; `parked`: from parking to the decision.
 */
export const SPAN_KINDS = [
  'task',
  'place',
  'phase',
  'attempt',
  'agent_call',
  'waiting',
  'delivery',
  'parked',
  'closing',
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** How a span ended, or `running`; `postponed`: to be tried again at a named time; `lost`: its worker was heard of no more. */
export const SPAN_STATUSES = ['running', 'ok', 'error', 'postponed', 'cancelled', 'lost'] as const;
export type SpanStatus = (typeof SPAN_STATUSES)[number];

/** What a span says of itself besides; lists are of one type, as OpenTelemetry wants them. */
export type SpanAttributes = Readonly<
  Record<string, string | number | boolean | readonly string[] | readonly number[]>
>;

/** A stretch of a task's time, as a plain value. Ids in OpenTelemetry's form, times in ISO 8601. */
export interface Span {
  readonly trace_id: string;
  readonly span_id: string;
  /** Null for the root of a task that nobody's trace led to. */
  readonly parent_id: string | null;
  readonly kind: SpanKind;
  readonly name: string;
  readonly task_id: string;
  readonly started_at: string;
  /** Null while it runs. */
  readonly ended_at: string | null;
  readonly status: SpanStatus;
  readonly attributes: SpanAttributes;
  /** False for one that its trace's caller does not want exported; all are kept. */
  readonly sampled: boolean;
}

/** What a span is, before it is known how it ends; `started` in ms since the epoch. */
export interface SpanStart {
  readonly context: TraceContext;
  readonly parent_id: string | null;
  readonly kind: SpanKind;
  readonly task_id: string;
  readonly started: number;
  readonly phase?: Phase;
  readonly attributes?: SpanAttributes;
}

/** How a span ends; `at` in ms since the epoch. */
export interface SpanEnd {
  readonly at: number;
  readonly status: Exclude<SpanStatus, 'running'>;
  readonly attributes?: SpanAttributes;
}

/** Where spans go; it neither waits nor throws. */
export interface SpanSink {
  record(span: Span): void;
}

/** A span that has begun, or, with an end, is over; one never ends before it began, whatever the clocks say. */
export function spanOf(start: SpanStart, end?: SpanEnd): Span {
  const { context, parent_id, kind, task_id, started, phase, attributes = {} } = start;
  return {
    ...context,
    parent_id,
    kind,
    name: nameOf(kind, phase, attributes),
    task_id,
    started_at: iso(started),
    ended_at: end === undefined ? null : iso(Math.max(started, end.at)),
    status: end?.status ?? 'running',
    attributes: { ...(phase === undefined ? {} : { phase }), ...attributes, ...end?.attributes },
  };
}

/** Of two tellings of one span the one that says more: an end more than a start, and that it was lost most of all. */
export function fullerOf(before: Span, next: Span): Span {
  if (before.status === 'lost') return before;
  return before.ended_at !== null && next.ended_at === null ? before : next;
}

/** How the root span of a task ends that has ended. */
export function endOfTask(status: TaskStatus): 'ok' | 'cancelled' | 'error' {
  if (status === 'completed') return 'ok';
  return status === 'cancelled' ? 'cancelled' : 'error';
}

function nameOf(kind: SpanKind, phase: Phase | undefined, { attempt, agent, round }: SpanAttributes): string {
  switch (kind) {
    case 'place':
      return 'waiting for a place';
    case 'phase':
      return typeof round === 'number' && round > 1 ? `${String(phase)}, round ${round}` : String(phase);
    case 'attempt':
      return `attempt ${String(attempt)}`;
    case 'agent_call':
      return `call of ${String(agent)}`;
    case 'task':
    case 'waiting':
    case 'delivery':
    case 'parked':
    case 'closing':
      return kind;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
