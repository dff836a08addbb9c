import { hasEnded, type TaskState } from '../../domain/task.ts';
import { criticalPath, type PathPart } from '../../domain/trace/critical-path.ts';
import { endOfTask, spanOf } from '../../domain/trace/span.ts';
import { shownSpanId, shownTraceId, traceOf } from '../../domain/trace/trace-context.ts';
import { durationOf, type KeptSpan, selfTimeOf, type TraceNode, traceTree } from '../../domain/trace/trace-tree.ts';
import type { TraceSpanView, TraceView } from '../../contract/trace.ts';

/** A task's trace, of the spans that are told so far; `now` in ms since the epoch ends what still runs. */
export function viewTrace(state: TaskState, spans: readonly KeptSpan[], now: number): TraceView {
  const root = traceTree(rootOfTask(state, spans), spans, now);
  const attempts = nodesOf(root).filter(({ span }) => span.kind === 'attempt');
  return {
    task_id: state.task_id,
    trace_id: shownTraceId(root.span),
    otel_trace_id: root.span.trace_id,
    caller_span_id: root.span.parent_id,
    duration_ms: durationOf(root),
    uncovered_ms: selfTimeOf(root),
    root: viewSpan(root),
    critical_path: criticalPath(root).map(viewPart),
    attempts: attempts.sort((a, b) => a.from - b.from).map((node) => viewAttempt(node, root)),
    heartbeat_gaps: attempts.flatMap(({ span }) => gapsOf(span)),
  };
}

/** The root as it was told; as the task itself tells it where nobody did, or where nobody told its end. */
function rootOfTask(state: TaskState, spans: readonly KeptSpan[]): KeptSpan {
  const { task_id, status, created_at, finished_at } = state;
  const told = spans.find(({ kind }) => kind === 'task');
  const start = {
    context: traceOf(state),
    parent_id: null,
    kind: 'task',
    task_id,
    started: Date.parse(created_at),
  } as const;
  if (!hasEnded(state) || finished_at === undefined || (told?.ended_at !== undefined && told.ended_at !== null)) {
    return told ?? spanOf(start);
  }
  const ended = spanOf(start, { at: Date.parse(finished_at), status: endOfTask(status), attributes: { status } });
  return told === undefined
    ? ended
    : { ...told, ended_at: ended.ended_at, status: ended.status, attributes: ended.attributes };
}

function nodesOf(node: TraceNode): TraceNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

function viewSpan(node: TraceNode): TraceSpanView {
  const { span_id, name, kind, status, ended_at, attributes } = node.span;
  return {
    span_id: shownSpanId({ span_id }),
    otel_span_id: span_id,
    name,
    kind,
    status,
    started_at: iso(node.from),
    ended_at: ended_at === null ? null : iso(node.until),
    duration_ms: durationOf(node),
    self_ms: selfTimeOf(node),
    attributes,
    children: node.children.map(viewSpan),
  };
}

function viewPart({ span, from, until }: PathPart): TraceView['critical_path'][number] {
  const { name, kind } = span;
  return {
    ...{ span_id: shownSpanId(span), name, kind, phase: phaseOf(span) },
    started_at: iso(from),
    duration_ms: until - from,
  };
}

function viewAttempt(node: TraceNode, root: TraceNode): TraceView['attempts'][number] {
  const { span, from, until } = node;
  const round = root.children.find((phase) => phase.children.includes(node))?.span.attributes['round'];
  return {
    ...{ span_id: shownSpanId(span), phase: phaseOf(span), attempt: attemptOf(span), status: span.status },
    round: typeof round === 'number' ? round : null,
    started_at: iso(from),
    ended_at: span.ended_at === null ? null : iso(until),
    duration_ms: until - from,
  };
}

function gapsOf(span: KeptSpan): TraceView['heartbeat_gaps'] {
  const { heartbeat_gaps_at: since, heartbeat_gaps_ms: lengths } = span.attributes;
  if (!Array.isArray(since) || !Array.isArray(lengths)) return [];
  const place = { span_id: shownSpanId(span), phase: phaseOf(span), attempt: attemptOf(span) };
  return since.map((at, index) => ({ ...place, from: String(at), duration_ms: Number(lengths[index] ?? 0) }));
}

function phaseOf({ attributes: { phase } }: KeptSpan): string | null {
  return typeof phase === 'string' ? phase : null;
}

function attemptOf({ attributes: { attempt } }: KeptSpan): number {
  return typeof attempt === 'number' ? attempt : 1;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
