const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** A span's place in OpenTelemetry's terms: what W3C's `traceparent` says. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly trace_id: string;
  /** 16 hexadecimal digits. */
  readonly span_id: string;
  /** Whether it is to be exported; what Chimera keeps itself is kept either way. */
  readonly sampled: boolean;
}

/** What is known of a task's trace: the root span's `traceparent`. */
export interface TracedTask {
  readonly task_id: string;
  readonly traceparent: string;
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const NOTHING = /^0+$/;
const SAMPLED = 1;

/** What a `traceparent` says (W3C Trace Context, level 1); undefined for one that is not valid. */
export function readTraceparent(text: string | undefined): TraceContext | undefined {
  const [, version, trace_id, span_id, flags, more] = TRACEPARENT.exec(text?.trim() ?? '') ?? [];
  if (trace_id === undefined || span_id === undefined || NOTHING.test(trace_id) || NOTHING.test(span_id)) {
    return undefined;
  }
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  return { trace_id, span_id, sampled: (Number.parseInt(String(flags), 16) & SAMPLED) === SAMPLED };
}

/** A span's place as a `traceparent`. */
export function traceparentOf({ trace_id, span_id, sampled }: TraceContext): string {
  return `00-${trace_id}-${span_id}-${sampled ? '01' : '00'}`;
}

/** The place of a span below another. Who agrees on what it is agrees on its id, in whichever process. */
export function spanBelow(parent: TraceContext, ...what: readonly (string | number)[]): TraceContext {
  return { ...parent, span_id: stableId([parent.trace_id, parent.span_id, ...what].join('/')) };
}

/** The root span of a task in a trace. */
export function rootOf(taskId: string, trace: Pick<TraceContext, 'trace_id' | 'sampled'>): TraceContext {
  return { ...trace, span_id: stableId(`${trace.trace_id}/${taskId}`) };
}

/**
 * The place that a task's `traceparent` names.
 * @throws {Error} for one that is not valid: whoever starts tasks makes it.
 */
export function traceOf({ traceparent }: Pick<TracedTask, 'traceparent'>): TraceContext {
  const place = readTraceparent(traceparent);
  if (place === undefined) throw new Error(`“${traceparent}” is no place in a trace.`);
  return place;
}

/** A trace's id as it is shown: `trace-` and the last 16 of OpenTelemetry's 32 hexadecimal digits. */
export function shownTraceId({ trace_id }: Pick<TraceContext, 'trace_id'>): string {
  return `trace-${trace_id.slice(-16)}`;
}

/** A span's id as it is shown: `span-` and the last 8 of OpenTelemetry's 16 hexadecimal digits. */
export function shownSpanId({ span_id }: Pick<TraceContext, 'span_id'>): string {
  return `span-${span_id.slice(-8)}`;
}

/**
 * A text's 64 bits as 16 hexadecimal digits, never all zero: the same in every process and in Temporal's sandbox, which has
 * no hashes. FNV-1a over the UTF-16 code units, then the finalizer of MurmurHash3, so that texts that differ by one
 * digit share nothing.
 */
export function stableId(text: string): string {
  let hash = OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * PRIME);
  }
  hash = BigInt.asUintN(64, (hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn);
  hash = BigInt.asUintN(64, (hash ^ (hash >> 33n)) * 0xc4ceb9fe1a85ec53n);
  hash ^= hash >> 33n;
  // Zero is no id in OpenTelemetry.
  return ((hash % 0xffffffffffffffffn) + 1n).toString(16).padStart(16, '0');
}
