import { roundedDuration } from '../duration.ts';
import { type Evidence, heldFor, type Point } from './evidence.ts';
import { rounded } from './wording.ts';
import type { Level, Limit, Limits } from './settings.ts';

/** What a check comes to, from the best to the worst. What is not known is never as good as a pass. */
export const CHECK_STATUSES = ['pass', 'unknown', 'warn', 'fail'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** One check of S11; the name is unique, with `:` and the pool or agent where there may be several. */
export interface HealthCheck {
  readonly name: string;
  readonly status: CheckStatus;
  readonly message: string;
  /** In the unit of the threshold; null when it is not known, or cannot be judged yet. */
  readonly current_value: number | null;
  /** The one that is exceeded for long enough to count, else the first there is; null for what is just up or down. */
  readonly threshold: number | null;
  readonly threshold_exceeded: boolean;
}

/** What a figure's limits are checked on. */
export interface Measured {
  readonly name: string;
  /** The figure in words, at the beginning of a sentence. */
  readonly what: string;
  /** What follows a number, such as ` %`. */
  readonly unit: string;
  /** Undefined when it is not known now. */
  readonly current: number | undefined;
  readonly points: readonly Point[];
  readonly limits: Limits;
}

const WORST_FIRST = ['critical', 'warning', 'info'] as const satisfies readonly Level[];

const STATUS: Readonly<Record<Level, CheckStatus>> = { critical: 'fail', warning: 'warn', info: 'pass' };

/** A check that nothing is wrong with, or that cannot be judged yet. */
export function passed(name: string, message: string, values: Partial<HealthCheck> = {}): HealthCheck {
  return { name, status: 'pass', message, current_value: null, threshold: null, threshold_exceeded: false, ...values };
}

/** A check of what nobody knows. */
export function unknown(name: string, message: string): HealthCheck {
  return { ...passed(name, message), status: 'unknown' };
}

/** The worst limit that a figure has been above for long enough. */
export function levelOf(points: readonly Point[], limits: Limits, evidence: Clocked): Level | undefined {
  return exceeded(points, limits, evidence)?.level;
}

/** A figure against its limits. */
export function measured({ name, what, unit, current, points, limits }: Measured, evidence: Clocked): HealthCheck {
  if (current === undefined) return unknown(name, `${what} is not known`);
  const at = `${what} is ${rounded(current)}${unit}`;
  const found = exceeded(points, limits, evidence);
  if (found === undefined) {
    const first = limits.info ?? limits.warning ?? limits.critical;
    const threshold = first?.above ?? null;
    const isOver = threshold !== null && current > threshold;
    return passed(name, at, { current_value: current, threshold, threshold_exceeded: isOver });
  }
  const { level, above, for_ms, spell } = found;
  const since = for_ms === 0 ? '' : ` for ${roundedDuration(spell)}`;
  const values = { current_value: current, threshold: above, threshold_exceeded: true };
  return { ...passed(name, `${at}: more than ${above}${unit}${since}`, values), status: STATUS[level] };
}

type Clocked = Pick<Evidence, 'now' | 'settings'>;

interface Exceeded extends Limit {
  readonly level: Level;
  /** For how long already, in ms. */
  readonly spell: number;
}

function exceeded(points: readonly Point[], limits: Limits, evidence: Clocked): Exceeded | undefined {
  for (const level of WORST_FIRST) {
    const limit = limits[level];
    if (limit === undefined) continue;
    const spell = heldFor(points, (value) => value > limit.above, evidence);
    if (spell !== undefined && spell >= limit.for_ms) return { level, ...limit, spell };
  }
  return undefined;
}
