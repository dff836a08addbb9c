import type { Ground, GroundOptions } from './ground/ground.ts';

/** How much of a scenario is played: all that its limits are stated for, or what fits into every test run. */
export type Form = 'full' | 'short';

/** What a scenario is played with. */
export interface Trial {
  readonly ground: Ground;
  readonly form: Form;
  /** Uniform in [0, 1), by the seed. */
  readonly random: () => number;
  readonly say: (line: string) => void;
}

/** What a scenario did and saw. */
export interface Findings {
  /** Faults that were injected. */
  readonly faults: number;
  /** The ids of all tasks that were accepted. */
  readonly accepted: readonly string[];
  /** From each fault until work went on, in ms. */
  readonly recovery: readonly number[];
  /** What did not hold, in words. */
  readonly broken: readonly string[];
  /** What held, but took longer than it may, in words; a busy host has its part in it. */
  readonly late?: readonly string[];
  /** What else is worth a line. */
  readonly notes: readonly string[];
}

/** One kind of trouble, with what must come of it. */
export interface Scenario {
  readonly name: string;
  /** What passes, in words. */
  readonly passes: string;
  /** The share of the accepted tasks that has to be completed at the end, 0 to 1; the others may have failed or be parked. */
  readonly leastCompleted: number;
  /** Whether workers come back so late that they begin calls whose phase is over; nothing may come of such calls. */
  readonly wakesLate?: true;
  /** Why it cannot be played here, undefined when it can. */
  obstacle?(): Promise<string | undefined>;
  ground(form: Form): Omit<GroundOptions, 'seed'>;
  run(trial: Trial): Promise<Findings>;
}
