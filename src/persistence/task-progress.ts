import { hasEnded, type TaskState } from '../domain/task.ts';

/** Larger than the progress of any task that is still alive. */
const ENDED = 2 ** 40;

/**
 * How far a task has come, as a number that never falls in the life of a task: of two of its states the one with less
 * is the older. Attempts add up over all phases and rounds, and so do waits; a phase that has begun counts half of one more, and an
 * ended task is beyond every living one. States with equal progress differ only in what they wait for: the one that
 * is written last stays.
 */
export function progressOf({ status, phases, waits = 0 }: Pick<TaskState, 'status' | 'phases' | 'waits'>): number {
  if (hasEnded({ status })) return ENDED;
  const attempts = phases.reduce((sum, phase) => sum + phase.attempts, 0);
  return 2 * (attempts + waits) + (phases.some((phase) => phase.status === 'running') ? 1 : 0);
}
