import type { PoolState, QueuedTask } from './state.ts';

/**
 * How a waiting task's age bears on its place: `in_turn` while its score decides; `overdue` once it goes before every
 * score, oldest first; `rescued` when tasks of higher priority are overdue as well. Then more of those comes than the
 * pool can do, so that they would keep it from starting within the bound: it goes before them.
 */
export type WaitStatus = 'in_turn' | 'overdue' | 'rescued';

/** One start in so many goes to the oldest overdue task whatever is to be rescued, so that no overdue task starves. */
const OLDEST_EVERY = 16;

/** Whether the next lease goes to the oldest overdue task, after so many granted. */
export function isTurnOfOldest(granted: number): boolean {
  return granted % OLDEST_EVERY === OLDEST_EVERY - 1;
}

/**
 * Tells how each waiting task stands. A task becomes overdue before the wait bound, by three times the longest that a lease
 * was held lately (half the bound at most): so that, even when all leases come free at once, it starts within the bound
 * and not only becomes first by then. Once tasks of higher priority are overdue, it is rescued by one such time earlier
 * (two thirds of the bound at most), for more long ones of its own priority may have come at once than one lease can do.
 */
export function waitStatuses(state: PoolState, now: number): (task: QueuedTask) => WaitStatus {
  const bound = state.settings.wait_bound_seconds * 1_000;
  const hold = longestHold(state, now);
  const overdueAfter = bound - Math.min(bound / 2, 3 * hold);
  const rescuedAfter = bound - Math.min((2 * bound) / 3, 4 * hold);
  const hindering = highestPriority(state, now - overdueAfter);
  const rescues = !isTurnOfOldest(state.totals.granted);

  return ({ since, priority }) => {
    const waited = now - since;
    // A task long past its bound has nothing left to be rescued for.
    if (rescues && priority < hindering && waited >= rescuedAfter && waited < 2 * bound - overdueAfter)
      return 'rescued';
    return waited >= overdueAfter ? 'overdue' : 'in_turn';
  };
}

/** The longest that a lease was held, of those that came back lately and those that are held, in ms. */
function longestHold({ window, leases }: PoolState, now: number): number {
  const ended = window.reduce((longest, { duration_ms }) => Math.max(longest, duration_ms), 0);
  return leases.reduce((longest, { granted_at }) => Math.max(longest, now - granted_at), ended);
}

/** The highest priority among those that wait since then or longer; 0 without any. */
function highestPriority({ queue }: PoolState, since: number): number {
  return queue.reduce((highest, task) => (task.since <= since ? Math.max(highest, task.priority) : highest), 0);
}
