import { errorGroupOf } from '../error-group.ts';

/** A task that failed or was parked; `at` in ms since the epoch. */
export interface TaskFailure {
  readonly task_id: string;
  readonly phase: string;
  readonly type: string;
  readonly message: string;
  readonly at: number;
}

/** Failures whose errors differ only in what differs by chance. */
export interface FailureGroup {
  /** Id and pattern of the error's group. */
  readonly group: string;
  readonly type: string;
  readonly pattern: string;
  readonly count: number;
  readonly phases: readonly string[];
  /** When the latest was, in ms since the epoch, and whose it is. */
  readonly latest: number;
  readonly example: string;
}

/**
 * Failures by the group of their error, the largest first, of equals the latest; at most so many. Of a message `mask` hides
 * what nobody is to see, before its pattern takes parts of that for chance.
 */
export function failureGroups(
  failures: readonly TaskFailure[],
  most: number,
  mask: (text: string) => string,
): readonly FailureGroup[] {
  const newestFirst = failures.toSorted((left, right) => right.at - left.at);
  const groups = Map.groupBy(newestFirst, (failure) => errorGroupOf(failure).id);
  return [...groups.values()]
    .flatMap((members) => groupOf(members, mask))
    .toSorted((left, right) => right.count - left.count || right.latest - left.latest)
    .slice(0, most);
}

/** The group of failures, the newest first; none of no failure. */
function groupOf(members: readonly TaskFailure[], mask: (text: string) => string): readonly FailureGroup[] {
  return members.slice(0, 1).map((newest) => {
    const { id } = errorGroupOf(newest);
    const { pattern } = errorGroupOf({ ...newest, message: mask(newest.message) });
    const phases = [...new Set(members.map(({ phase }) => phase))].toSorted();
    const { type, at, task_id } = newest;
    return { group: id, type, pattern, count: members.length, phases, latest: at, example: task_id };
  });
}
