import { poolSize, PRIORITY_THRESHOLD, utilization } from './capacity.ts';
import { isBusy, score } from './score.ts';
import type { PoolState, QueuedTask } from './state.ts';
import { isTurnOfOldest, type WaitStatus, waitStatuses } from './wait-bound.ts';
import { meanDurations } from './window.ts';

/** A waiting task with what its place depends on. */
export interface Ranked {
  readonly task: QueuedTask;
  readonly score: number;
  /** It has waited so long that it goes before every score. */
  readonly overdue: boolean;
  readonly waitStatus: WaitStatus;
  /** Its priority is enough for the mode. */
  readonly eligible: boolean;
}

const PLACE: Readonly<Record<WaitStatus, number>> = { rescued: 0, overdue: 1, in_turn: 2 };

/**
 * The queue in the order of starting: overdue tasks first, of them those to be rescued by the lowest priority, then the
 * oldest; then the highest score; ties oldest first. Of one priority, those that were requeued come after those that were
 * not, or hundreds of them at once would hold up all that comes in. What the mode holds back comes last.
 */
export function ranked(state: PoolState, now: number): readonly Ranked[] {
  return ranks(state, now).sort(before);
}

/**
 * The tasks that get leases now, in their order. They are no more than start under one rule: scores change when the pool
 * becomes busy, and now and then it is the turn of the oldest; so whoever grants asks again until none is left.
 */
export function nextToStart(state: PoolState, now: number): readonly QueuedTask[] {
  const size = poolSize(state);
  const held = state.leases.length;
  // The common case of a busy pool, in which no task has to be ranked.
  if (held >= size) return [];
  const { granted } = state.totals;
  const busy = isBusy(held / size);
  const oldest = isTurnOfOldest(granted);
  const isSameRule = (more: number): boolean =>
    isBusy((held + more) / size) === busy && isTurnOfOldest(granted + more) === oldest;
  let count = 1;
  while (held + count < size && isSameRule(count)) count += 1;
  return foremost(ranks(state, now), count).map(({ task }) => task);
}

/** The first so many of those that may start, in their order. */
function foremost(candidates: readonly Ranked[], count: number): readonly Ranked[] {
  const first: Ranked[] = [];
  for (const candidate of candidates) {
    const last = first.at(-1);
    const isFull = first.length === count;
    if (!candidate.eligible || (isFull && (last === undefined || before(candidate, last) >= 0))) continue;
    if (isFull) first.pop();
    first.splice(placeOf(candidate, first), 0, candidate);
  }
  return first;
}

/** Where in an ordered list a candidate belongs: behind its equals. */
function placeOf(candidate: Ranked, ordered: readonly Ranked[]): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ordered[middle];
    if (other !== undefined && before(candidate, other) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

function ranks(state: PoolState, now: number): Ranked[] {
  const inUse = utilization(state);
  const least = PRIORITY_THRESHOLD[state.mode];
  const waitStatusOf = waitStatuses(state, now);
  const estimates = meanDurations(state.window);
  return state.queue.map((task) => {
    const waited_ms = now - task.since;
    const waitStatus = waitStatusOf(task);
    return {
      task,
      score: score({
        priority: task.priority,
        waited_ms,
        utilization: inUse,
        estimated_ms: estimates.get(task.project),
      }),
      overdue: waitStatus !== 'in_turn',
      waitStatus,
      eligible: task.priority >= least,
    };
  });
}

function before(left: Ranked, right: Ranked): number {
  if (left.eligible !== right.eligible) return left.eligible ? -1 : 1;
  if (left.waitStatus !== right.waitStatus) return PLACE[left.waitStatus] - PLACE[right.waitStatus];
  const byAge = left.task.since - right.task.since;
  if (left.waitStatus === 'rescued') return left.task.priority - right.task.priority || byAge;
  if (left.waitStatus === 'overdue') return byAge;
  // A higher priority is a higher score, whatever the wait: so this is one order over all tasks.
  const byRequeue = left.task.priority === right.task.priority ? lateness(left) - lateness(right) : 0;
  return byRequeue || right.score - left.score || byAge;
}

function lateness({ task }: Ranked): number {
  return task.requeued === true ? 1 : 0;
}
