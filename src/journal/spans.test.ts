import { describe, expect, it } from 'vitest';
import { attemptOf, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import { GOOD } from '../../tests/support/scripted-phases.ts';
import type { Span } from '../domain/trace/span.ts';
import { NO_TRIES } from '../domain/tries.ts';
import { type AgentCallUnderWay, createJournal } from './event.ts';
import { spanOfAttempt, spanOfCall, spansReader } from './spans.ts';

const phaseSpan = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331', sampled: true };
const attempt = attemptOf('GUARDIAN_REVIEW', { phaseSpan, attempt: 2, scheduled: 400 });
const call: AgentCallUnderWay = {
  id: 'call-1',
  attempt,
  agent: 'guardian-agent@shop',
  action: 'review_change',
  began: 1_100,
};
const ended = { attempt, at: 2_000, notes: { heartbeat_gaps_ms: [4_000] } };
const failure = { error: new Error('busy'), tries: NO_TRIES };

/** Who reads, and what two sinks were told. */
function reading() {
  const [kept, exported]: [Span[], Span[]] = [[], []];
  const sinks = [kept, exported].map((told) => ({ record: (span: Span) => void told.push(span) }));
  const { tell } = createJournal([spansReader(sinks)]);
  return { tell, kept, exported };
}

describe('the spans of what happens', () => {
  it('tell of an attempt when it begins and, under the same id, when it ends, and go to all sinks', () => {
    const { tell, kept, exported } = reading();
    tell({ kind: 'attempt_began', attempt });
    tell({ kind: 'attempt_answered', ...ended, result: GOOD.GUARDIAN_REVIEW });
    const about = { ...spanOfAttempt(attempt), parent_id: phaseSpan.span_id, kind: 'attempt', task_id: TASK_ID };
    const attributes = { phase: 'GUARDIAN_REVIEW', attempt: 2, queued_ms: 600 };
    expect(kept).toMatchObject([
      { ...about, name: 'attempt 2', status: 'running', ended_at: null, attributes },
      {
        ...about,
        ...{ status: 'ok', started_at: '1970-01-01T00:00:01.000Z', ended_at: '1970-01-01T00:00:02.000Z' },
        attributes: { ...attributes, verdict: 'approved', heartbeat_gaps_ms: [4_000] },
      },
    ]);
    expect(exported).toEqual(kept);
  });

  it.each([
    ['error', { kind: 'retry', delay_ms: 1 }],
    ['error', { kind: 'give_up', exhausted: true }],
    ['postponed', { kind: 'postpone', wait_ms: 1 }],
    ['cancelled', undefined],
  ] as const)('call a failure %s with %j after it', (status, next) => {
    const { tell, kept } = reading();
    tell({ kind: 'attempt_failed', ...ended, failure: { ...failure, ...(next === undefined ? {} : { next }) } });
    expect(kept).toMatchObject([{ status, attributes: { error: 'Error: busy', heartbeat_gaps_ms: [4_000] } }]);
  });

  it('tell of attempts that were lost, without a queue that nobody knows, and of the wait after them', () => {
    const { tell, kept } = reading();
    tell({ kind: 'attempt_lost', ...ended, notes: { times_estimated: true } });
    tell({ kind: 'retry_awaited', attempt, from: 2_000, until: 3_000 });
    expect(kept).toMatchObject([
      { kind: 'attempt', status: 'lost', attributes: { attempt: 2, times_estimated: true } },
      { kind: 'waiting', status: 'ok', attributes: { for: 'retry' }, parent_id: phaseSpan.span_id },
    ]);
    expect(kept[0]?.attributes).not.toHaveProperty('queued_ms');
  });

  it.each([
    ['answered', 'ok'],
    ['interrupted', 'cancelled'],
    ['postponed', 'postponed'],
    ['transient', 'error'],
  ] as const)('tell of a call that ends as %s, below its attempt', (end, status) => {
    const { tell, kept } = reading();
    tell({ kind: 'call_began', call });
    const how = end === 'answered' ? { usage: { tokens_used: 9 } } : { error: new Error('why') };
    tell({ kind: 'call_ended', call, at: 2_000, end, ...how });
    const about = { ...spanOfCall(call), parent_id: spanOfAttempt(attempt).span_id, kind: 'agent_call' };
    const attributes = { agent: 'guardian-agent@shop', action: 'review_change' };
    const said = end === 'answered' ? { tokens_used: 9 } : { error: 'Error: why' };
    expect(kept).toMatchObject([
      { ...about, status: 'running', attributes },
      { ...about, status, attributes: { ...attributes, outcome: end, ...said } },
    ]);
  });

  it('hide secrets, and are never larger than some kilobytes, those of workflows too', () => {
    const { tell, kept } = reading();
    tell({ kind: 'attempt_began', attempt });
    const [span] = kept.splice(0) as [Span];
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a${index}`, index]));
    const attributes = { password: 'hunter2', long: 'x'.repeat(900), list: Array<string>(30).fill('y'), ...many };
    tell({ kind: 'task_told', spans: [{ ...span, attributes }] });
    const [told] = kept;
    expect(told?.attributes).toMatchObject({ long: `${'x'.repeat(500)}…`, list: Array<string>(20).fill('y') });
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect(Object.keys(told?.attributes ?? {})).toHaveLength(32);
  });
});
