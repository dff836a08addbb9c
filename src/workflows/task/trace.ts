import { isCancellation, proxySinks } from '@temporalio/workflow';
import type { Phase } from '../../domain/phase.ts';
import type { TaskState } from '../../domain/task.ts';
import { type Span, type SpanAttributes, type SpanEnd, type SpanKind, spanOf } from '../../domain/trace/span.ts';
import { spanBelow, traceOf, traceparentOf } from '../../domain/trace/trace-context.ts';
import { TASK_SINK, type TaskInput, type TaskSinks } from './contract.ts';

/** A stretch of a task's time that has begun. */
export interface OpenSpan {
  /** Its place, for whoever has spans below it. */
  readonly traceparent: string;
  /** It is over now. Said twice, the first time counts. */
  end(status: SpanEnd['status'], attributes?: SpanAttributes): void;
}

/** A task's own stretches of time, which are told together. What is told again by whoever takes the workflow over has the same ids. */
export interface TaskTrace {
  /** The task as a whole, since a time in ms since the epoch. */
  task(since: number): OpenSpan;
  /** A part of it that begins now, or began at `since`. */
  begin(kind: Exclude<SpanKind, 'task'>, what?: What): OpenSpan;
  /** Tells of what began and ended since the last time, and how the task stands; to be called before each longer wait. */
  tell(state?: TaskState): void;
}

interface What {
  readonly since?: number;
  readonly phase?: Phase;
  readonly attributes?: SpanAttributes;
}

const sinks = proxySinks<TaskSinks>();

/** The trace of a task. */
export function traceTask(task_id: string, input: Pick<TaskInput, 'traceparent' | 'caller_span_id'>): TaskTrace {
  const root = traceOf(input);
  let untold: Span[] = [];

  function open(start: Parameters<typeof spanOf>[0]): OpenSpan {
    let isOver = false;
    untold.push(spanOf(start));
    return {
      traceparent: traceparentOf(start.context),
      end(status, attributes = {}) {
        if (isOver) return;
        isOver = true;
        untold.push(spanOf(start, { at: Date.now(), status, attributes }));
      },
    };
  }

  return {
    task: (since) =>
      open({ context: root, parent_id: input.caller_span_id ?? null, kind: 'task', task_id, started: since }),
    begin(kind, { since = Date.now(), phase, attributes } = {}) {
      return open({
        // No two of a kind begin at one moment of a workflow's time.
        context: spanBelow(root, kind, phase ?? '', since),
        parent_id: root.span_id,
        kind,
        task_id,
        started: since,
        ...(phase === undefined ? {} : { phase }),
        ...(attributes === undefined ? {} : { attributes }),
      });
    },
    tell(state) {
      if (untold.length === 0 && state === undefined) return;
      sinks[TASK_SINK].tell({ spans: untold, ...(state === undefined ? {} : { state }) });
      untold = [];
    },
  };
}

/** Does work in a span, which ends as the work does. */
export async function spanned<T>(span: OpenSpan, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    span.end('ok');
    return result;
  } catch (error) {
    span.end(failureOf(error));
    throw error;
  }
}

/** How a span ends whose work rejected. */
export function failureOf(error: unknown): 'cancelled' | 'error' {
  return isCancellation(error) ? 'cancelled' : 'error';
}
