import type { Phase } from '../../domain/phase.ts';
import { shownSpanId, shownTraceId, traceOf, type TracedTask } from '../../domain/trace/trace-context.ts';

/** What a line of the log says of its task besides the id, which the SDK adds: its place in the trace, and the phase. */
export function lineSubject(task: TracedTask, workflow_phase?: Phase): Readonly<Record<string, string>> {
  const root = traceOf(task);
  const place = { trace_id: shownTraceId(root), span_id: shownSpanId(root) };
  return workflow_phase === undefined ? place : { ...place, workflow_phase };
}
