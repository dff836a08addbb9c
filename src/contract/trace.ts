import { z } from 'zod';
import {
  SPAN_KINDS,
  SPAN_STATUSES,
  type SpanAttributes,
  type SpanKind,
  type SpanStatus,
} from '../domain/trace/span.ts';
import { time } from './fields.ts';

const milliseconds = z.number().min(0);
const kind = z.enum(SPAN_KINDS);
const status = z
  .enum(SPAN_STATUSES)
  .describe('`lost`: its worker was heard of no more; `postponed`: tried again at a named time.');
const spanId = z.string().describe('`span-` and 8 hexadecimal digits, the last of its OpenTelemetry span id.');
const phase = z.string().nullable();

/** A span with all below it. */
export interface TraceSpanView {
  readonly span_id: string;
  readonly otel_span_id: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly duration_ms: number;
  readonly self_ms: number;
  readonly attributes: SpanAttributes;
  readonly children: readonly TraceSpanView[];
}

const spanSchema: z.ZodType<TraceSpanView> = z
  .object({
    span_id: spanId,
    otel_span_id: z.string().describe('16 hexadecimal digits.'),
    name: z.string(),
    kind,
    status,
    started_at: time,
    ended_at: time.nullable().describe('Null while it runs, and where nobody lived to tell its end.'),
    duration_ms: milliseconds.describe('Until now, or the end of what it is part of, when it has no end.'),
    self_ms: milliseconds.describe('What none of its children covers.'),
    attributes: z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly(), z.array(z.number()).readonly()]),
    ),
    children: z.lazy(() => z.array(spanSchema).readonly()),
  })
  .meta({ id: 'TraceSpan', title: 'Span' });

const pathPartSchema = z
  .object({ span_id: spanId, name: z.string(), kind, phase, started_at: time, duration_ms: milliseconds })
  .meta({ id: 'TracePathPart' });

const attemptSchema = z
  .object({
    span_id: spanId,
    phase,
    round: z.number().nullable(),
    attempt: z.number(),
    status,
    started_at: time,
    ended_at: time.nullable(),
    duration_ms: milliseconds,
  })
  .meta({ id: 'TraceAttempt' });

const gapSchema = z
  .object({ span_id: spanId, phase, attempt: z.number(), from: time, duration_ms: milliseconds })
  .meta({ id: 'HeartbeatGap' });

/** A task's time, span by span. */
export const traceSchema = z
  .object({
    task_id: z.string(),
    trace_id: z.string().describe('`trace-` and 16 hexadecimal digits, the last of its OpenTelemetry trace id.'),
    otel_trace_id: z.string().describe('32 hexadecimal digits.'),
    caller_span_id: z
      .string()
      .nullable()
      .describe('The OpenTelemetry id of the caller’s span that the task goes on from.'),
    duration_ms: milliseconds.describe('From the acceptance to the end, or to now.'),
    uncovered_ms: milliseconds.describe('What of the duration no span but the task’s own covers.'),
    root: spanSchema,
    critical_path: z
      .array(pathPartSchema)
      .describe('The spans that were waited for, one after the other; they add up to the duration.'),
    attempts: z.array(attemptSchema).describe('Every attempt of every phase, in the order they began.'),
    heartbeat_gaps: z.array(gapSchema).describe('Times of more than 3 s in which an attempt gave no sign of life.'),
  })
  .meta({ id: 'Trace', title: 'Trace of a task' });

export type TraceView = z.output<typeof traceSchema>;
