import {
  type Span,
  type SpanAttributes,
  type SpanEnd,
  spanOf,
  type SpanSink,
  type SpanStart,
} from '../domain/trace/span.ts';
import { spanBelow, type TraceContext } from '../domain/trace/trace-context.ts';
import type { AfterFailure } from '../domain/tries.ts';
import { redacted } from '../observability/redaction.ts';
import type { AgentCallUnderWay, Attempt, CallEnd, JournalReader } from './event.ts';

/** The span of an attempt. */
export function spanOfAttempt({ phaseSpan, attempt }: Attempt): TraceContext {
  return spanBelow(phaseSpan, 'attempt', attempt);
}

/** The span of a call. */
export function spanOfCall({ attempt, action }: AgentCallUnderWay): TraceContext {
  return spanBelow(spanOfAttempt(attempt), 'agent_call', action);
}

/** Tells `sinks` of the spans of attempts, calls and waits, and of those of workflows; without secrets, none larger than some kilobytes. */
export function spansReader(sinks: readonly SpanSink[]): JournalReader {
  const tell = (span: Span): void => {
    const bounded = { ...span, name: cut(span.name), attributes: boundedAttributes(span.attributes) };
    for (const sink of sinks) sink.record(bounded);
  };
  const told = (start: SpanStart, end?: SpanEnd): void => {
    tell(spanOf(start, end));
  };
  return {
    attempt_began: ({ attempt }) => {
      told(attemptStart(attempt));
    },
    attempt_answered: ({ attempt, at, result: { verdict, usage }, notes }) => {
      told(attemptStart(attempt), { at, status: 'ok', attributes: { verdict, ...usage, ...notes } });
    },
    attempt_failed: ({ attempt, at, failure: { error, next }, notes }) => {
      told(attemptStart(attempt), { at, status: statusAfter(next), attributes: { error: String(error), ...notes } });
    },
    attempt_lost: ({ attempt, at, notes }) => {
      told(startOf(attempt, 'attempt', attempt.began, notes), { at, status: 'lost' });
    },
    retry_awaited: ({ attempt, from, until }) => {
      told(startOf(attempt, 'waiting', from, { for: 'retry' }), { at: until, status: 'ok' });
    },
    call_began: ({ call }) => {
      told(callStart(call));
    },
    call_ended: ({ call, at, end, usage, error }) => {
      const failed = end === 'answered' ? {} : { error: String(error) };
      told(callStart(call), { at, status: statusOfCall(end), attributes: { outcome: end, ...usage, ...failed } });
    },
    task_told: ({ spans }) => {
      spans.forEach(tell);
    },
  };
}

function attemptStart(attempt: Attempt): SpanStart {
  const { scheduled, began } = attempt;
  return startOf(attempt, 'attempt', began, { queued_ms: Math.max(0, began - scheduled) });
}

function startOf(of: Attempt, kind: 'attempt' | 'waiting', started: number, more: SpanAttributes): SpanStart {
  const { task_id, phase, attempt, phaseSpan } = of;
  const context = spanBelow(phaseSpan, kind, attempt);
  const about = { context, parent_id: phaseSpan.span_id, kind, task_id, phase, started };
  return { ...about, attributes: { attempt, ...more } };
}

function callStart(call: AgentCallUnderWay): SpanStart {
  const { attempt, agent, action, began: started } = call;
  const { task_id, phase } = attempt;
  const parent_id = spanOfAttempt(attempt).span_id;
  const about = { context: spanOfCall(call), parent_id, kind: 'agent_call', task_id, phase } as const;
  return { ...about, started, attributes: { agent, action } };
}

function statusAfter(next: AfterFailure | undefined): 'cancelled' | 'postponed' | 'error' {
  if (next === undefined) return 'cancelled';
  return next.kind === 'postpone' ? 'postponed' : 'error';
}

function statusOfCall(end: CallEnd): 'ok' | 'cancelled' | 'postponed' | 'error' {
  if (end === 'answered') return 'ok';
  if (end === 'interrupted') return 'cancelled';
  return end === 'postponed' ? 'postponed' : 'error';
}

/** Characters of a text, texts of a list, and attributes that are kept of a span. */
const LONGEST_TEXT = 500;
const LONGEST_LIST = 20;
const MOST_ATTRIBUTES = 32;

function boundedAttributes(attributes: SpanAttributes): SpanAttributes {
  const entries = Object.entries(redacted(attributes) as SpanAttributes).slice(0, MOST_ATTRIBUTES);
  return Object.fromEntries(entries.map(([name, value]) => [name, bounded(value)]));
}

function bounded(value: SpanAttributes[string]): SpanAttributes[string] {
  if (typeof value === 'string') return cut(value);
  return Array.isArray(value) ? (value.slice(0, LONGEST_LIST) as readonly string[] | readonly number[]) : value;
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
