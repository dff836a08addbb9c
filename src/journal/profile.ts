import { beforeAttempt } from '../domain/profile/before-attempt.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import type { Attempt, JournalReader } from './event.ts';

/** A part of an attempt that is measured. None overlaps another. */
type Part = 'agent_request' | 'db_update';

/** By the profile's clock: since when an attempt runs, since when each part of it does, and what those took so far. */
interface Measured {
  readonly begun: number;
  readonly since: Partial<Record<Part, number>>;
  readonly spent: Record<Part, number>;
}

/**
 * Measures what attempts spend their time on, and has it written down when they end. `clock` is in ms and never set back.
 */
export function profileReader({ record }: RecordSink, clock: () => number): JournalReader {
  const underWay = new WeakMap<Attempt, Measured>();
  const begin = (part: Part, attempt: Attempt): void => {
    const measured = underWay.get(attempt);
    if (measured !== undefined) measured.since[part] = clock();
  };
  const end = (part: Part, attempt: Attempt): void => {
    const measured = underWay.get(attempt);
    const since = measured?.since[part];
    if (measured !== undefined && since !== undefined) measured.spent[part] += clock() - since;
  };
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
      underWay.set(attempt, { begun: clock(), since: {}, spent: { agent_request: 0, db_update: 0 } });
    },
    breaker_asked: ({ attempt }) => {
      begin('db_update', attempt);
    },
    breaker_answered: ({ attempt }) => {
      end('db_update', attempt);
    },
    call_began: ({ call }) => {
      begin('agent_request', call.attempt);
    },
    call_ended: ({ call }) => {
      end('agent_request', call.attempt);
    },
    attempt_answered: tell,
    attempt_failed: tell,
  };
}
