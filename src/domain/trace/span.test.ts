import { describe, expect, it } from 'vitest';
import { endOfTask, fullerOf, type Span, spanOf, type SpanStart } from './span.ts';

const START: SpanStart = {
  context: { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', sampled: true },
  parent_id: null,
  kind: 'task',
  task_id: 'chimera-0123456789ab',
  started: 1_000,
};

describe('a span', () => {
  it('runs until it is known how it ends', () => {
    expect(spanOf(START)).toEqual({
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: 'b7ad6b7169203331',
      sampled: true,
      parent_id: null,
      kind: 'task',
      name: 'task',
      task_id: 'chimera-0123456789ab',
      started_at: '1970-01-01T00:00:01.000Z',
      ended_at: null,
      status: 'running',
      attributes: {},
    });
  });

  it('says at its end what it was, and what came of it', () => {
    const phase = { ...START, kind: 'phase', phase: 'GUARDIAN_REVIEW', attributes: { round: 2 } } as const;
    expect(spanOf(phase, { at: 3_000, status: 'ok', attributes: { verdict: 'approved' } })).toMatchObject({
      name: 'GUARDIAN_REVIEW, round 2',
      ended_at: '1970-01-01T00:00:03.000Z',
      status: 'ok',
      attributes: { phase: 'GUARDIAN_REVIEW', round: 2, verdict: 'approved' },
    });
  });

  it('never ends before it began, whatever the clocks say', () => {
    expect(spanOf(START, { at: 900, status: 'ok' }).ended_at).toBe('1970-01-01T00:00:01.000Z');
  });

  it.each([
    [{ kind: 'place' }, 'waiting for a place'],
    [{ kind: 'phase', phase: 'CODE_IMPLEMENTATION' }, 'CODE_IMPLEMENTATION'],
    [{ kind: 'phase', phase: 'CODE_IMPLEMENTATION', attributes: { round: 1 } }, 'CODE_IMPLEMENTATION'],
    [{ kind: 'attempt', attributes: { attempt: 3 } }, 'attempt 3'],
    [{ kind: 'agent_call', attributes: { agent: 'coder-agent@shop' } }, 'call of coder-agent@shop'],
    [{ kind: 'waiting' }, 'waiting'],
    [{ kind: 'parked' }, 'parked'],
    [{ kind: 'closing' }, 'closing'],
  ] as const)('that is %o is named “%s”', (what, name) => {
    expect(spanOf({ ...START, ...what }).name).toBe(name);
  });
});

describe('the root span', () => {
  it.each([
    ['completed', 'ok'],
    ['cancelled', 'cancelled'],
    ['failed', 'error'],
    ['discarded', 'error'],
  ] as const)('of a task that is %s ends as %s', (status, end) => {
    expect(endOfTask(status)).toBe(end);
  });
});

describe('of two tellings of a span', () => {
  const running = spanOf(START);
  const ended = spanOf(START, { at: 2_000, status: 'ok' });
  const lost = spanOf(START, { at: 1_500, status: 'lost' });

  it.each<readonly [string, less: Span, more: Span]>([
    ['its end', running, ended],
    ['that its worker was lost', ended, lost],
    ['that its worker was lost', running, lost],
  ])('%s stays, whichever came first', (_, less, more) => {
    expect(fullerOf(less, more)).toBe(more);
    expect(fullerOf(more, less)).toBe(more);
  });

  it('the later one stays when neither says more', () => {
    const again = { ...ended };
    expect(fullerOf(ended, again)).toBe(again);
  });
});
