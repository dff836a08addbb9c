import { Context } from '@temporalio/activity';
import type { PhaseResult } from '../domain/phase-result.ts';
import { type SpanAttributes, type SpanEnd, spanOf } from '../domain/trace/span.ts';
import { readTraceparent, spanBelow, type TraceContext } from '../domain/trace/trace-context.ts';
import type { AfterFailure } from '../domain/tries.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';

/** The span of an attempt while it runs. */
export interface AttemptSpan {
  /** Its place, for spans below it; undefined for a task of a time before traces, of which nothing is told. */
  readonly context: TraceContext | undefined;
  answered(result: PhaseResult, more: SpanAttributes): void;
  /** `next`: what follows; undefined when the task is cancelled. */
  failed(error: unknown, next: AfterFailure | undefined, more: SpanAttributes): void;
}

/** Begins the span of this attempt, below that of its phase. */
export function beginAttemptSpan(ports: Pick<ActivityPorts, 'spans' | 'now'>, input: PhaseInput): AttemptSpan {
  const parent = readTraceparent(input.traceparent);
  if (parent === undefined) return UNTRACED;
  const { attempt, currentAttemptScheduledTimestampMs } = Context.current().info;
  const started = ports.now();
  const start = {
    context: spanBelow(parent, 'attempt', attempt),
    parent_id: parent.span_id,
    kind: 'attempt',
    task_id: input.task_id,
    phase: input.phase,
    started,
    attributes: { attempt, queued_ms: Math.max(0, started - currentAttemptScheduledTimestampMs) },
  } as const;
  const end = (status: SpanEnd['status'], attributes: SpanAttributes): void => {
    ports.spans.record(spanOf(start, { at: ports.now(), status, attributes }));
  };
  ports.spans.record(spanOf(start));
  return {
    context: start.context,
    answered: ({ verdict, usage }, more) => {
      end('ok', { verdict, ...usage, ...more });
    },
    failed: (error, next, more) => {
      end(statusOf(next), { error: String(error), ...more });
    },
  };
}

const UNTRACED: AttemptSpan = { context: undefined, answered: () => undefined, failed: () => undefined };

function statusOf(next: AfterFailure | undefined): 'cancelled' | 'postponed' | 'error' {
  if (next === undefined) return 'cancelled';
  return next.kind === 'postpone' ? 'postponed' : 'error';
}
