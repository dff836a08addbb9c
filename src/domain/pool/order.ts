import { poolSize, PRIORITY_THRESHOLD, utilization } from './capacity.ts';
import { score } from './score.ts';
import type { PoolState, QueuedTask } from './state.ts';
import { meanDuration } from './window.ts';

/** A waiting task with what its place depends on. */
export interface Ranked {
  readonly task: QueuedTask;
  readonly score: number;
  /** It has waited so long that it goes before every score. */
  readonly overdue: boolean;
  /** Its priority is enough for the mode. */
  readonly eligible: boolean;
}

/**
 * The queue in the order of starting: overdue tasks first, oldest of them first; then the highest score; ties oldest
 * first. What the mode holds back comes last.
 */
export function ranked(state: PoolState, now: number): readonly Ranked[] {
  return ranks(state, now).sort(before);
}

/** The task that starts next, or undefined when none may. */
export function next(state: PoolState, now: number): QueuedTask | undefined {
  let best: Ranked | undefined;
  for (const candidate of ranks(state, now)) {
    if (candidate.eligible && (best === undefined || before(candidate, best) < 0)) best = candidate;
  }
  return best?.task;
}

function ranks(state: PoolState, now: number): Ranked[] {
  const inUse = utilization(state);
  const least = PRIORITY_THRESHOLD[state.mode];
  const bound = promotionAge(state);
  const estimates = new Map<string, number | undefined>();
  return state.queue.map((task) => {
    if (!estimates.has(task.project)) estimates.set(task.project, meanDuration(state.window, task.project));
    const waited_ms = now - task.since;
    return {
      task,
      score: score({
        priority: task.priority,
        waited_ms,
        utilization: inUse,
        estimated_ms: estimates.get(task.project),
      }),
      overdue: waited_ms >= bound,
      eligible: task.priority >= least,
    };
  });
}

/**
 * The age at which a task goes first, in ms: the wait bound less twice the time in which a lease comes free on average,
 * so that it starts within the bound and not only becomes first by then.
 */
function promotionAge(state: PoolState): number {
  const bound = state.settings.wait_bound_seconds * 1_000;
  const turnover = (meanDuration(state.window) ?? 0) / poolSize(state);
  return Math.max(bound / 2, bound - 2 * turnover);
}

function before(left: Ranked, right: Ranked): number {
  if (left.eligible !== right.eligible) return left.eligible ? -1 : 1;
  if (left.overdue !== right.overdue) return left.overdue ? -1 : 1;
  const byAge = left.task.since - right.task.since;
  if (left.overdue) return byAge;
  return right.score - left.score || byAge;
}
