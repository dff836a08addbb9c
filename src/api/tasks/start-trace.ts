import { randomBytes } from 'node:crypto';
import { readTraceparent, rootOf, traceparentOf } from '../../domain/trace/trace-context.ts';
import type { TaskInput } from '../../workflows/task/contract.ts';

const TRACE_ID_BYTES = 16;

/**
 * The trace that a task begins in: the one of its caller, whose span the task's root span is below, when the request came
 * with a valid `traceparent` (W3C Trace Context); otherwise a new, random one.
 */
export function startTrace(
  taskId: string,
  header: string | undefined,
): Pick<TaskInput, 'traceparent' | 'caller_span_id'> {
  const caller = readTraceparent(header);
  if (caller === undefined) {
    const trace_id = randomBytes(TRACE_ID_BYTES).toString('hex');
    return { traceparent: traceparentOf(rootOf(taskId, { trace_id, sampled: true })) };
  }
  return { traceparent: traceparentOf(rootOf(taskId, caller)), caller_span_id: caller.span_id };
}
