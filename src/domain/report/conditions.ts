import type { HealthCheck } from '../health/check.ts';

/** How checks were at a moment in ms since the epoch. */
export interface Look {
  readonly at: number;
  readonly checks: readonly Pick<HealthCheck, 'name' | 'status' | 'message'>[];
}

/** A time for which a check did not pass. Times in ms since the epoch. */
export interface Condition {
  readonly name: string;
  /** Null when it was so at the first look. */
  readonly began: number | null;
  /** Null when it was so at the last look. */
  readonly ended: number | null;
  /** What the check last said while it did not pass. */
  readonly message: string;
}

/** When checks warned or failed, by looks at them, oldest first; a look that does not know changes nothing. */
export function conditionsOver(looks: readonly Look[]): readonly Condition[] {
  const open = new Map<string, Condition>();
  const over: Condition[] = [];
  for (const [index, { at, checks }] of looks.entries()) {
    for (const { name, status, message } of checks) {
      const before = open.get(name);
      if (status === 'pass' && before !== undefined) {
        over.push({ ...before, ended: at });
        open.delete(name);
      }
      if (status === 'warn' || status === 'fail') {
        const began = before === undefined ? (index === 0 ? null : at) : before.began;
        open.set(name, { name, began, ended: null, message });
      }
    }
  }
  return [...over, ...open.values()];
}
