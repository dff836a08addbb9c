import type { Phase } from '../phase.ts';

/**
 * What the time of a phase is spent on. None overlaps another, and together they are the phase's whole time:
 *
 * | Section            | From                                                | To                              |
 * | ------------------ | --------------------------------------------------- | ------------------------------- |
 * | `state_transition` | the end of the phase before, or the grant of a lease | the start of the first attempt |
 * | `retry_wait`       | the end of an attempt that failed or was postponed  | the start of the next           |
 * | `agent_request`    | the call of the agent                               | its answer or error             |
 * | `db_update`        | a question to the agent's circuit breaker           | its answer                      |
 * | `other`            | what is left of an attempt: git, evidence           |                                 |
 */
export const SECTIONS = ['agent_request', 'state_transition', 'db_update', 'retry_wait', 'other'] as const;
export type Section = (typeof SECTIONS)[number];

/** How long each section took, in ms. */
export type SectionTimes = Readonly<Record<Section, number>>;

/** What one attempt of a phase spent its time on, and the wait before it. Times in ISO 8601. */
export interface AttemptProfile {
  readonly task_id: string;
  readonly project: string;
  readonly phase: Phase;
  readonly round: number;
  readonly started_at: string;
  readonly ended_at: string;
  readonly times: SectionTimes;
  /** What the database took for the phase's records, in ms, while work went on; null where that was not measured. */
  readonly background_ms: number | null;
}

/** No time at all. */
export const NO_TIMES: SectionTimes = {
  agent_request: 0,
  state_transition: 0,
  db_update: 0,
  retry_wait: 0,
  other: 0,
};

/** The time of all sections, in ms. */
export function totalOf(times: SectionTimes): number {
  return SECTIONS.reduce((sum, section) => sum + times[section], 0);
}
