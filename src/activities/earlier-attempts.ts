import { Context } from '@temporalio/activity';
import { earlierAttempts } from '../domain/trace/earlier-attempts.ts';
import type { Attempt, Journal } from '../journal/event.ts';
import { silencesOf } from './heartbeat-gaps.ts';
import { lastWords } from './tries-at-hand.ts';

/** Tells of the attempts before this one that did not live to tell of themselves, and of the wait after the last. */
export function tellOfEarlierAttempts({ tell }: Journal, current: Attempt): void {
  const { info } = Context.current();
  const { accounted, sign } = lastWords();
  const { lost, wait } = earlierAttempts(
    {
      attempt: current.attempt,
      accounted,
      first_scheduled: info.scheduledTimestampMs,
      scheduled: current.scheduled,
      silence_ms: info.heartbeatTimeoutMs ?? 0,
    },
    sign,
  );
  for (const { attempt, began, ended, silent_ms } of lost) {
    const notes =
      silent_ms === undefined ? { times_estimated: true } : silencesOf([{ since: ended - silent_ms, ms: silent_ms }]);
    tell({ kind: 'attempt_lost', attempt: { ...current, attempt, began }, at: ended, notes });
  }
  if (wait !== undefined) tell({ kind: 'retry_awaited', attempt: current, ...wait });
}
