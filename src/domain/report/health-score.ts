import type { CheckStatus, HealthCheck } from '../health/check.ts';
import type { OutcomeCounts } from '../pool/window.ts';

/**
 * What each part of the system's health is worth, in points of a hundred; Chimera's own weights, by what is lost when the
 * part fails: without the system nothing works, a slow task still ends.
 */
export const SCORE_WEIGHTS = {
  system: 30,
  quality: 25,
  capacity: 15,
  agents: 15,
  resources: 10,
  latency: 5,
} as const;

/** A part of the score. */
export type ScorePartName = keyof typeof SCORE_WEIGHTS;

/** A part with what it is worth and what it earned, in points; `at_most` if all that is unknown of it were well. */
export interface ScorePart {
  readonly part: ScorePartName;
  readonly weight: number;
  readonly points: number;
  readonly at_most: number;
}

/** The health as a number from 0 to 100; null when no check is known. */
export interface HealthScore {
  /** What is known to be well earns it; what is unknown earns nothing. */
  readonly value: number | null;
  /** What it would be if all that is unknown were well. */
  readonly at_most: number | null;
  /** Those of which there is a check. */
  readonly parts: readonly ScorePart[];
}

/** A failed check keeps the score below a half, a warning below nine tenths: it never contradicts the status. */
export const SCORE_CAPS: Readonly<Partial<Record<CheckStatus, number>>> = { fail: 49, warn: 89 };

/** A share from 0 to 1, as it is known and if what is unknown were well. */
interface Share {
  readonly least: number;
  readonly most: number;
}

const EARNED: Readonly<Record<CheckStatus, Share>> = {
  pass: { least: 1, most: 1 },
  unknown: { least: 0, most: 1 },
  warn: { least: 0.5, most: 0.5 },
  fail: { least: 0, most: 0 },
};

/** Where a check counts, by its name before the colon; any other is about the system. */
const PART_OF: Readonly<Record<string, ScorePartName>> = {
  success: 'quality',
  utilization: 'capacity',
  queue: 'capacity',
  agent: 'agents',
  memory: 'resources',
  cpu: 'resources',
  connections: 'resources',
  latency: 'latency',
};

/**
 * The health score: a part earns its weight times what its worst check earns (pass 1, warn ½, fail and unknown 0), quality at
 * most times the share of the period's tasks that completed; the points over the weights of the parts there are, rounded
 * down, and capped by the worst check. `ended` is undefined when it is not known how tasks ended.
 */
export function healthScore(
  checks: readonly Pick<HealthCheck, 'name' | 'status'>[],
  ended: OutcomeCounts | undefined,
): HealthScore {
  if (checks.every(({ status }) => status === 'unknown')) return { value: null, at_most: null, parts: [] };
  const groups = Map.groupBy(checks, ({ name }) => PART_OF[name.replace(/:.*/s, '')] ?? 'system');
  const parts = (Object.keys(SCORE_WEIGHTS) as ScorePartName[]).flatMap((part): ScorePart[] => {
    const shares = (groups.get(part) ?? []).map(({ status }) => EARNED[status]);
    const all = part === 'quality' ? [...shares, completedShare(ended)] : shares;
    if (all.length === 0) return [];
    const weight = SCORE_WEIGHTS[part];
    const points = weight * Math.min(...all.map(({ least }) => least));
    return [{ part, weight, points, at_most: weight * Math.min(...all.map(({ most }) => most)) }];
  });
  const cap = Math.min(...checks.map(({ status }) => SCORE_CAPS[status] ?? 100));
  const whole = sum(parts.map(({ weight }) => weight));
  const score = (points: readonly number[]): number => Math.min(cap, Math.floor((100 * sum(points)) / whole + EPSILON));
  return {
    value: score(parts.map(({ points }) => points)),
    at_most: score(parts.map(({ at_most }) => at_most)),
    parts,
  };
}

/** Less than any difference that counts, and more than what sums of shares are off by. */
const EPSILON = 1e-9;

function completedShare(ended: OutcomeCounts | undefined): Share {
  if (ended === undefined) return EARNED.unknown;
  const { completed, failed } = ended;
  const share = completed + failed === 0 ? 1 : completed / (completed + failed);
  return { least: share, most: share };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
