import type { Phase } from '../domain/phase.ts';
import { beforeAttempt } from '../domain/profile/before-attempt.ts';
import type { Section } from '../domain/profile/section.ts';
import type { Tries } from '../domain/tries.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';

/** Measures parts of an attempt, none of which may overlap another. */
export interface Stopwatch {
  timed<T>(section: Extract<Section, 'agent_request' | 'db_update'>, work: () => Promise<T>): Promise<T>;
}

/** The measurement of an attempt. */
export interface ProfiledAttempt {
  readonly stopwatch: Stopwatch;
  /** Records what the attempt spent its time on; tells when it ended, for the phase after it. Nothing where nothing is measured. */
  ended(): { readonly ended_at?: string };
}

const UNMEASURED: ProfiledAttempt = { stopwatch: { timed: (_, work) => work() }, ended: () => ({}) };

/** Begins to measure an attempt, where the ports have a clock for it. */
export function profileAttempt(ports: ActivityPorts, phase: Phase, input: PhaseInput, tries: Tries): ProfiledAttempt {
  const { profileClock: clock } = ports;
  if (clock === undefined) return UNMEASURED;
  const started = ports.now();
  const begun = clock();
  const spent = { agent_request: 0, db_update: 0 };
  return {
    stopwatch: {
      async timed(section, work) {
        const since = clock();
        try {
          return await work();
        } finally {
          spent[section] += clock() - since;
        }
      },
    },
    ended() {
      const attempt_ms = clock() - begun;
      const { task_id, round, state, checkpoint } = input;
      const ended_at = new Date(ports.now()).toISOString();
      const profile = {
        ...{ task_id, project: state.request.project, phase, round },
        started_at: new Date(started).toISOString(),
        ended_at,
        times: {
          ...spent,
          ...beforeAttempt({ phase, state, checkpoint, tries }, started),
          other: Math.max(0, attempt_ms - spent.agent_request - spent.db_update),
        },
        background_ms: null,
      };
      ports.records.record({ of: 'profile', profile });
      return { ended_at };
    },
  };
}
