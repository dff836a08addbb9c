import { isCancellation, proxySinks } from '@temporalio/workflow';
import type { Phase } from '../../domain/phase.ts';
import { type SpanAttributes, type SpanEnd, type SpanKind, spanOf } from '../../domain/trace/span.ts';
import { readTraceparent, spanBelow, traceparentOf } from '../../domain/trace/trace-context.ts';
import { TRACE_SINK, type TaskInput, type TaskSinks } from './contract.ts';

/** A stretch of a task's time that has begun. */
export interface OpenSpan {
  /** Its place, for whoever has spans below it; undefined for a task without a trace. */
  readonly traceparent: string | undefined;
  /** It is over now. Said twice, the first time counts. */
  end(status: SpanEnd['status'], attributes?: SpanAttributes): void;
}

/** Tells of a task's own stretches of time. What is told is told again by whoever takes the workflow over, under the same ids. */
export interface TaskTrace {
  /** The task as a whole, since a time in ms since the epoch. */
  task(since: number): OpenSpan;
  /** A part of it that begins now, or began at `since`. */
  begin(kind: Exclude<SpanKind, 'task'>, what?: What): OpenSpan;
}

interface What {
  readonly since?: number;
  readonly phase?: Phase;
  readonly attributes?: SpanAttributes;
}

const sinks = proxySinks<TaskSinks>();

/** The trace of a task; of one of a time before traces nothing is told. */
export function traceTask(task_id: string, input: Pick<TaskInput, 'traceparent' | 'caller_span_id'>): TaskTrace {
  const root = readTraceparent(input.traceparent);
  if (root === undefined) return untraced;

  function open(start: Parameters<typeof spanOf>[0]): OpenSpan {
    const tell = (end?: SpanEnd): void => {
      sinks[TRACE_SINK].record(spanOf(start, end));
    };
    let isOver = false;
    tell();
    return {
      traceparent: traceparentOf(start.context),
      end(status, attributes = {}) {
        if (isOver) return;
        isOver = true;
        tell({ at: Date.now(), status, attributes });
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

const NOTHING: OpenSpan = { traceparent: undefined, end: () => undefined };
const untraced: TaskTrace = { task: () => NOTHING, begin: () => NOTHING };
