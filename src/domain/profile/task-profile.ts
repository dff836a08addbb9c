import type { Phase } from '../phase.ts';
import { type AttemptProfile, NO_TIMES, type Section, SECTIONS, type SectionTimes, totalOf } from './section.ts';

/** A section and its part of the whole: ms, and a share from 0 to 1. */
export interface SectionShare {
  readonly section: Section;
  readonly ms: number;
  readonly share: number;
}

/** What time was spent on: the sections add up to the total, in ms. */
export interface Spent {
  readonly total_ms: number;
  readonly sections: readonly SectionShare[];
  /** What the database took for records meanwhile, beside the total; null where nothing was measured. */
  readonly background_ms: number | null;
}

/** What one phase of a task spent its time on in one round, over all attempts whose end was recorded. */
export interface RoundProfile extends Spent {
  readonly phase: Phase;
  readonly round: number;
  readonly attempts: number;
  /** From the start of the first of these attempts to the end of the last, in ISO 8601. */
  readonly started_at: string;
  readonly ended_at: string;
}

/** What a task spent its time on, in all and by phase and round, in the order in which they began. */
export interface TaskProfile extends Spent {
  readonly phases: readonly RoundProfile[];
}

/** The profile of a task from those of its attempts, in whatever order they come. */
export function profileOf(attempts: readonly AttemptProfile[]): TaskProfile {
  const inOrder = attempts.toSorted((one, other) => Date.parse(one.started_at) - Date.parse(other.started_at));
  const rounds = Map.groupBy(inOrder, ({ phase, round }) => `${phase}/${round}`);
  return { ...spent(inOrder), phases: [...rounds.values()].flatMap(roundOf) };
}

function roundOf(attempts: readonly AttemptProfile[]): readonly RoundProfile[] {
  return attempts.slice(0, 1).map(({ phase, round, started_at, ended_at }) => ({
    phase,
    round,
    attempts: attempts.length,
    started_at,
    ended_at: attempts.reduce((last, attempt) => (attempt.ended_at > last ? attempt.ended_at : last), ended_at),
    ...spent(attempts),
  }));
}

function spent(attempts: readonly AttemptProfile[]): Spent {
  const times = attempts.reduce<SectionTimes>((sum, attempt) => added(sum, attempt.times), NO_TIMES);
  const total_ms = totalOf(times);
  const sections = SECTIONS.map((section) => ({
    section,
    ms: times[section],
    share: total_ms === 0 ? 0 : times[section] / total_ms,
  }));
  const measured = attempts.map(({ background_ms }) => background_ms).filter((ms) => ms !== null);
  const background_ms = measured.length === 0 ? null : measured.reduce((sum, ms) => sum + ms, 0);
  return { total_ms, sections, background_ms };
}

function added(sum: SectionTimes, times: SectionTimes): SectionTimes {
  return {
    agent_request: sum.agent_request + times.agent_request,
    state_transition: sum.state_transition + times.state_transition,
    db_update: sum.db_update + times.db_update,
    retry_wait: sum.retry_wait + times.retry_wait,
    other: sum.other + times.other,
  };
}
