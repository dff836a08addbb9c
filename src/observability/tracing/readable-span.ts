import {
  type Attributes,
  type HrTime,
  SpanKind,
  type SpanStatus,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Span } from '../../domain/trace/span.ts';

const SCOPE = { name: 'chimera' } as const;

/** A span that has ended, as OpenTelemetry's exporters read spans; `resource` is the process that tells of it. */
export function readableSpanOf(span: Span & { readonly ended_at: string }, resource: Resource): ReadableSpan {
  const { trace_id: traceId, span_id: spanId, parent_id, sampled } = span;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const [start, end] = [Date.parse(span.started_at), Date.parse(span.ended_at)];
  return {
    name: span.name,
    kind: kindOf(span),
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(parent_id === null ? {} : { parentSpanContext: { traceId, spanId: parent_id, traceFlags } }),
    startTime: hrTime(start),
    endTime: hrTime(end),
    duration: hrTime(end - start),
    status: statusOf(span),
    attributes: attributesOf(span),
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    ...{ links: [], events: [], droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
}

/** A task is what somebody asked of Chimera, a call what Chimera asks of an agent. */
function kindOf({ kind }: Span): SpanKind {
  if (kind === 'task') return SpanKind.SERVER;
  return kind === 'agent_call' ? SpanKind.CLIENT : SpanKind.INTERNAL;
}

function statusOf({ status, attributes: { error } }: Span): SpanStatus {
  if (status === 'ok') return { code: SpanStatusCode.OK };
  if (status !== 'error' && status !== 'lost') return { code: SpanStatusCode.UNSET };
  return { code: SpanStatusCode.ERROR, message: typeof error === 'string' ? error : status };
}

function attributesOf({ task_id, kind, status, attributes }: Span): Attributes {
  const own = Object.entries({ task_id, kind, span_status: status, ...attributes });
  return Object.fromEntries(
    own.map(([name, value]) => [`chimera.${name}`, typeof value === 'object' ? [...value] : value]),
  );
}

/** Seconds and nanoseconds, of ms. */
function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, (ms - seconds * 1_000) * 1_000_000];
}
