import { Context } from '@temporalio/activity';
import type { Phase } from '../domain/phase.ts';
import { type Earlier, earlierAttempts, type LostAttempt } from '../domain/trace/earlier-attempts.ts';
import { type SpanAttributes, type SpanKind, spanOf } from '../domain/trace/span.ts';
import { readTraceparent, spanBelow, type TraceContext } from '../domain/trace/trace-context.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import { attemptAtHand, recordLostAttempt } from './attempt-record.ts';
import { silencesOf } from './heartbeat-gaps.ts';
import type { ActivityPorts } from './ports.ts';
import { lastWords } from './tries-at-hand.ts';

/**
 * Tells of the attempts before this one that did not live to tell of themselves, in their records and spans, and of the
 * wait after the last.
 */
export function tellOfEarlierAttempts(
  ports: Pick<ActivityPorts, 'records' | 'spans'>,
  phase: Phase,
  input: PhaseInput,
): void {
  const { call, attempt } = attemptAtHand();
  const earlier = earlierAtHand();
  for (const lost of earlier.lost) recordLostAttempt(ports, phase, input, { call, ...lost });
  const parent = readTraceparent(input.traceparent);
  if (parent === undefined) return;
  const tellLost = ({ attempt: which, began, ended, silent_ms }: LostAttempt): void => {
    const silence =
      silent_ms === undefined ? { times_estimated: true } : silencesOf([{ since: ended - silent_ms, ms: silent_ms }]);
    ports.spans.record(spanOf(start(input, parent, 'attempt', which, began, silence), { at: ended, status: 'lost' }));
  };
  earlier.lost.forEach(tellLost);
  if (earlier.wait === undefined) return;
  const { from, until } = earlier.wait;
  ports.spans.record(
    spanOf(start(input, parent, 'waiting', attempt, from, { for: 'retry' }), { at: until, status: 'ok' }),
  );
}

function earlierAtHand(): Earlier {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs, heartbeatTimeoutMs } =
    Context.current().info;
  const { accounted, sign } = lastWords();
  return earlierAttempts(
    {
      attempt,
      accounted,
      first_scheduled: scheduledTimestampMs,
      scheduled: currentAttemptScheduledTimestampMs,
      silence_ms: heartbeatTimeoutMs ?? 0,
    },
    sign,
  );
}

function start(
  { task_id, phase }: PhaseInput,
  parent: TraceContext,
  kind: SpanKind,
  attempt: number,
  started: number,
  more: SpanAttributes,
) {
  const context = spanBelow(parent, kind, attempt);
  return { context, parent_id: parent.span_id, kind, task_id, phase, started, attributes: { attempt, ...more } };
}
