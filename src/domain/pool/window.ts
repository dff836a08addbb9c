import { appended } from './bounded.ts';
import type { TaskOutcome } from './messages.ts';
import type { FinishedTask, Lease } from './state.ts';

/** Tasks that the sliding window holds (S10). */
export const WINDOW_SIZE = 100;

/** How many tasks, or calls, ended well and how many did not; a parked task did not, the cancelled are left out. */
export interface OutcomeCounts {
  readonly completed: number;
  readonly failed: number;
}

/** The window with one more finished task; the oldest leaves it. A dead letter keeps its task's name. */
export function withFinished(
  window: readonly FinishedTask[],
  { task_id, project, waited_ms }: Pick<Lease, 'task_id' | 'project' | 'waited_ms'>,
  outcome: TaskOutcome,
  now: number,
  most = WINDOW_SIZE,
): readonly FinishedTask[] {
  const name = outcome.status === 'dead_lettered' ? { task_id } : {};
  return appended(window, { project, waited_ms, ...outcome, at: now, ...name }, most);
}

/** The window without the end of a dead letter that was requeued. */
export function withoutRequeued(window: readonly FinishedTask[], taskId: string): readonly FinishedTask[] {
  return window.filter(({ task_id }) => task_id !== taskId);
}

/** Mean duration of the finished tasks, in ms; undefined without any. */
export function meanDuration(window: readonly FinishedTask[]): number | undefined {
  return mean(window.map(({ duration_ms }) => duration_ms));
}

/** Mean durations of the finished tasks by their projects, in ms. */
export function meanDurations(window: readonly FinishedTask[]): ReadonlyMap<string, number | undefined> {
  const byProject = Map.groupBy(window, ({ project }) => project);
  return new Map([...byProject].map(([project, tasks]) => [project, meanDuration(tasks)]));
}

/** The mean; undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
