import type { Phase } from '../domain/phase.ts';
import { shownSpanId, shownTraceId, type TraceContext } from '../domain/trace/trace-context.ts';

/** What a line is about: the task, the phase it is in, and its place in the task's trace. These stand at the line's top. */
export interface LineSubject {
  readonly task_id?: string;
  readonly workflow_phase?: Phase;
  /** `trace-` and 16 hexadecimal digits. */
  readonly trace_id?: string;
  /** `span-` and 8 hexadecimal digits. */
  readonly span_id?: string;
}

const FIELDS = ['task_id', 'workflow_phase', 'trace_id', 'span_id'] as const satisfies (keyof LineSubject)[];

/** A task's place in its trace, as its lines show it. */
export function tracedSubject(task_id: string, span: TraceContext): LineSubject {
  return { task_id, trace_id: shownTraceId(span), span_id: shownSpanId(span) };
}

/** What is said of a line apart: what it is about, where it is about something, and its context. */
export function subjectApart(said: object): { readonly subject?: LineSubject; readonly context: object } {
  if (!FIELDS.some((field) => field in said)) return { context: said };
  const { task_id, workflow_phase, trace_id, span_id, ...context } = said as LineSubject;
  const subject = { task_id, workflow_phase, trace_id, span_id };
  return { subject: Object.fromEntries(Object.entries(subject).filter(([, value]) => value !== undefined)), context };
}
