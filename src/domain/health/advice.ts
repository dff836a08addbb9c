import { someOf } from '../some-of.ts';
import { CHECK_STATUSES, type HealthCheck } from './check.ts';

/** A sentence on what to do about a pool, an agent, or what all of them stand on. */
export interface Advice {
  /** The checks that it is about. */
  readonly checks: readonly string[];
  readonly text: string;
}

/** One of many sentences alike; the greater its weight, the further up it stands. */
export interface OneOfMany extends Advice {
  readonly subject: string;
  readonly weight: number;
}

/** Of many sentences alike so many are told, and so many subjects of the rest are named. */
const TOLD = 3;

/** Sentences alike, the weightiest first; of many the rest is one sentence, made of how many there are and some of their names. */
export function someAdvice(
  many: readonly OneOfMany[],
  rest: (count: number, names: string) => string,
): readonly Advice[] {
  const ranked = many.toSorted((one, other) => other.weight - one.weight);
  if (ranked.length <= TOLD + 1) return ranked;
  const others = ranked.slice(TOLD);
  const names = someOf(
    others.map(({ subject }) => subject),
    TOLD,
  );
  return [
    ...ranked.slice(0, TOLD),
    { checks: others.flatMap(({ checks }) => checks), text: rest(others.length, names) },
  ];
}

/** Advice in the order of how bad the checks are that it is about, else as it is. */
export function worstFirst(advice: readonly Advice[], checks: readonly HealthCheck[]): readonly Advice[] {
  const severity = new Map(checks.map(({ name, status }) => [name, CHECK_STATUSES.indexOf(status)]));
  const of = (one: Advice): number => Math.max(...one.checks.map((name) => severity.get(name) ?? 0));
  return advice.toSorted((one, other) => of(other) - of(one));
}
