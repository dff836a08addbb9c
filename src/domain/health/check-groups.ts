import { CHECK_STATUSES, type CheckStatus, type HealthCheck } from './check.ts';

/** A check as far as it is counted and ranked; the values may be missing. */
export interface CountedCheck extends Pick<HealthCheck, 'name' | 'status' | 'message'> {
  readonly current_value?: number | null | undefined;
  readonly threshold?: number | null | undefined;
}

/** Checks of one kind that do not pass, the worst first. */
export interface CheckGroup<Check extends CountedCheck = CountedCheck> {
  /** What stands before the colon of a name: `agent` of `agent:coder-agent@shop`. */
  readonly kind: string;
  readonly status: CheckStatus;
  readonly checks: readonly Check[];
}

/** Many checks on one screen: what passes is counted, what does not is listed. */
export interface CheckSummary<Check extends CountedCheck = CountedCheck> {
  readonly counts: Readonly<Record<CheckStatus, number>>;
  /** The worst status first, then in the order of the checks. */
  readonly wrong: readonly CheckGroup<Check>[];
  readonly passing: readonly { readonly kind: string; readonly count: number }[];
}

/** What checks come to. */
export function checkSummary<Check extends CountedCheck>(checks: readonly Check[]): CheckSummary<Check> {
  const having = (status: CheckStatus): readonly Check[] => checks.filter((check) => check.status === status);
  const counts = Object.fromEntries(CHECK_STATUSES.map((status) => [status, having(status).length]));
  const worstFirst = CHECK_STATUSES.filter((status) => status !== 'pass').toReversed();
  return {
    counts: counts as Record<CheckStatus, number>,
    wrong: worstFirst.flatMap((status) =>
      kinds(having(status)).map(([kind, alike]) => ({
        kind,
        status,
        checks: alike.toSorted((one, other) => excess(other) - excess(one)),
      })),
    ),
    passing: kinds(having('pass')).map(([kind, alike]) => ({ kind, count: alike.length })),
  };
}

function kinds<Check extends CountedCheck>(checks: readonly Check[]): readonly [string, Check[]][] {
  return [...Map.groupBy(checks, ({ name }) => name.replace(/:.*/s, ''))];
}

/** How far a value is beyond its threshold, in parts of it. */
function excess({ current_value: current, threshold }: CountedCheck): number {
  if (typeof current !== 'number' || typeof threshold !== 'number') return 0;
  return Math.abs(current - threshold) / Math.max(1, Math.abs(threshold));
}
