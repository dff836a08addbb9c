import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readTraceparent,
  rootOf,
  shownSpanId,
  shownTraceId,
  spanBelow,
  stableId,
  traceOf,
  traceparentOf,
} from './trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const CONTEXT = { trace_id: TRACE, span_id: SPAN, sampled: true };

describe('a traceparent', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, true],
    [`00-${TRACE}-${SPAN}-00`, false],
    [`00-${TRACE}-${SPAN}-03`, true],
    [` 00-${TRACE}-${SPAN}-01 `, true],
    [`cc-${TRACE}-${SPAN}-01-what-the-future-brings`, true],
  ])('“%s” names trace, span and whether it is sampled', (text, sampled) => {
    expect(readTraceparent(text)).toEqual({ ...CONTEXT, sampled });
  });

  it.each([
    undefined,
    '',
    TRACE,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
  ])('“%s” is none', (text) => {
    expect(readTraceparent(text)).toBeUndefined();
  });

  it('says of every place what was read from it', () => {
    for (const sampled of [true, false]) {
      expect(readTraceparent(traceparentOf({ ...CONTEXT, sampled }))).toEqual({ ...CONTEXT, sampled });
    }
  });
});

describe('ids', () => {
  it('are shown by their last digits', () => {
    expect(shownTraceId(CONTEXT)).toBe('trace-8448eb211c80319c');
    expect(shownSpanId(CONTEXT)).toBe('span-69203331');
  });

  it('of the same thing are the same in every process', () => {
    expect(stableId('chimera-0123456789ab')).toBe('89309f6b067d7e27');
    expect(spanBelow(CONTEXT, 'phase', 2)).toEqual(spanBelow(CONTEXT, 'phase', 2));
  });

  it('of different things differ, and are ids of OpenTelemetry', () => {
    const texts = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(texts, (names) => {
        const ids = names.map((name) => stableId(name));
        expect(new Set(ids).size).toBe(names.length);
        for (const id of ids) expect(id).toMatch(/^(?!0+$)[\da-f]{16}$/);
      }),
    );
  });
});

describe('a task', () => {
  const task_id = 'chimera-0123456789ab';

  it('has the root span that it was given', () => {
    expect(traceOf({ traceparent: traceparentOf(CONTEXT) })).toEqual(CONTEXT);
  });

  it('has none of what is no place in a trace', () => {
    expect(() => traceOf({ traceparent: 'nowhere' })).toThrow('“nowhere” is no place in a trace');
  });

  it('is told from others in the same trace', () => {
    const [one, other] = [rootOf(task_id, CONTEXT), rootOf('chimera-0123456789ac', CONTEXT)];
    expect(one.trace_id).toBe(other.trace_id);
    expect(one.span_id).not.toBe(other.span_id);
  });
});
