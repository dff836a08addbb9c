import type { Span, SpanAttributes, SpanSink } from '../../domain/trace/span.ts';
import { redacted } from '../redaction.ts';

/** Characters of a text, texts of a list, and attributes that are kept of a span. */
const LONGEST_TEXT = 500;
const LONGEST_LIST = 20;
const MOST_ATTRIBUTES = 32;

/** Hands spans on without secrets, and none larger than some kilobytes. */
export function boundedSpans(onward: SpanSink['record']): SpanSink {
  return {
    record(span) {
      onward({ ...span, name: cut(span.name), attributes: bounded(span.attributes) });
    },
  };
}

function bounded(attributes: Span['attributes']): SpanAttributes {
  const entries = Object.entries(redacted(attributes) as SpanAttributes).slice(0, MOST_ATTRIBUTES);
  return Object.fromEntries(entries.map(([name, value]) => [name, boundedValue(value)]));
}

function boundedValue(value: SpanAttributes[string]): SpanAttributes[string] {
  if (typeof value === 'string') return cut(value);
  return Array.isArray(value) ? (value.slice(0, LONGEST_LIST) as readonly string[] | readonly number[]) : value;
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
