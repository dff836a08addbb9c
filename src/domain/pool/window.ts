import { appended } from './bounded.ts';
import type { Lease } from './state.ts';
import type { TaskOutcome } from './messages.ts';
import type { FinishedTask } from './state.ts';

/** Tasks that the sliding window holds (S10). */
export const WINDOW_SIZE = 100;

/** The window with one more finished task; the oldest leaves it. */
export function withFinished(
  window: readonly FinishedTask[],
  { project, waited_ms }: Pick<Lease, 'project' | 'waited_ms'>,
  outcome: TaskOutcome,
  now: number,
): readonly FinishedTask[] {
  return appended(window, { project, waited_ms, ...outcome, at: now }, WINDOW_SIZE);
}

/** Mean duration of the finished tasks, of one project or of all, in ms; undefined without any. */
export function meanDuration(window: readonly FinishedTask[], project?: string): number | undefined {
  return mean(
    window.filter((task) => project === undefined || task.project === project).map((task) => task.duration_ms),
  );
}

/** The mean; undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
