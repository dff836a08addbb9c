import { Context } from '@temporalio/activity';
import { type Earlier, earlierAttempts } from '../domain/trace/earlier-attempts.ts';
import { type SpanAttributes, type SpanKind, spanOf } from '../domain/trace/span.ts';
import { readTraceparent, spanBelow } from '../domain/trace/trace-context.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import { attemptAtHand, recordLostAttempt } from './attempt-record.ts';
import { silencesOf } from './heartbeat-gaps.ts';
import type { ActivityPorts } from './ports.ts';
import { lastWords } from './tries-at-hand.ts';

/**
 * Tells of the attempts before this one that did not live to tell of themselves, in their records and spans, and of the
 * wait after the last.
 */
export function tellOfEarlierAttempts(ports: Pick<ActivityPorts, 'records' | 'spans'>, input: PhaseInput): void {
  const { call, attempt: current } = attemptAtHand();
  const { lost, wait } = earlierAtHand();
  for (const one of lost) recordLostAttempt(ports, input, { call, ...one });
  const parent = readTraceparent(input.traceparent);
  if (parent === undefined) return;
  const start = (kind: SpanKind, attempt: number, started: number, attributes: SpanAttributes) => ({
    context: spanBelow(parent, kind, attempt),
    parent_id: parent.span_id,
    kind,
    task_id: input.task_id,
    phase: input.phase,
    started,
    attributes: { attempt, ...attributes },
  });
  for (const { attempt, began, ended, silent_ms } of lost) {
    const silence =
      silent_ms === undefined ? { times_estimated: true } : silencesOf([{ since: ended - silent_ms, ms: silent_ms }]);
    ports.spans.record(spanOf(start('attempt', attempt, began, silence), { at: ended, status: 'lost' }));
  }
  if (wait !== undefined) {
    ports.spans.record(
      spanOf(start('waiting', current, wait.from, { for: 'retry' }), { at: wait.until, status: 'ok' }),
    );
  }
}

function earlierAtHand(): Earlier {
  const { info } = Context.current();
  const { accounted, sign } = lastWords();
  return earlierAttempts(
    {
      attempt: info.attempt,
      accounted,
      first_scheduled: info.scheduledTimestampMs,
      scheduled: info.currentAttemptScheduledTimestampMs,
      silence_ms: info.heartbeatTimeoutMs ?? 0,
    },
    sign,
  );
}
