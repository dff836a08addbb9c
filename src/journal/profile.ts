import { beforeAttempt } from '../domain/profile/before-attempt.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import type { Attempt, JournalReader } from './event.ts';

/**
 * By the profile's clock: since when an attempt runs, since when it waits for its breaker, and what its parts took so far.
 * None overlaps another.
 */
interface Measured {
  readonly begun: number;
  asked?: number;
  readonly spent: Record<'agent_request' | 'db_update', number>;
}

/**
 * Measures what attempts spend their time on, and has it written down when they end. `clock` is in ms and never set back.
 */
export function profileReader({ record }: RecordSink, clock: () => number): JournalReader {
  const underWay = new WeakMap<Attempt, Measured>();
  const tell = ({ attempt, at }: { readonly attempt: Attempt; readonly at: number }): void => {
    const measured = underWay.get(attempt);
    if (measured === undefined) return;
    const { spent, begun } = measured;
    const { task_id, project, phase, round, began } = attempt;
    const other = Math.max(0, clock() - begun - spent.agent_request - spent.db_update);
    record({
      of: 'profile',
      profile: {
        ...{ task_id, project, phase, round },
        started_at: new Date(began).toISOString(),
        ended_at: new Date(at).toISOString(),
        times: { ...spent, ...beforeAttempt(attempt, began), other },
        background_ms: null,
      },
    });
  };
  return {
    attempt_began: ({ attempt }) => {
      underWay.set(attempt, { begun: clock(), spent: { agent_request: 0, db_update: 0 } });
    },
    breaker_asked: ({ attempt }) => {
      const measured = underWay.get(attempt);
      if (measured !== undefined) measured.asked = clock();
    },
    breaker_answered: ({ attempt }) => {
      const measured = underWay.get(attempt);
      if (measured?.asked !== undefined) measured.spent.db_update += clock() - measured.asked;
    },
    call_ended: ({ call, at }) => {
      const measured = underWay.get(call.attempt);
      if (measured !== undefined) measured.spent.agent_request += at - call.began;
    },
    attempt_answered: tell,
    attempt_failed: tell,
  };
}
