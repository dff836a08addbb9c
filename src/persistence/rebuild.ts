import type { TaskState } from '../domain/task.ts';
import type { TaskRunStore } from './task-run-store.ts';

/** What a rebuild did: rows written, and states left out because a later one was recorded already. */
export interface Rebuilt {
  readonly saved: number;
  readonly superseded: number;
}

/** Writes the records of tasks anew from their states, such as their workflows tell them. Safe to repeat and beside running tasks. */
export async function rebuildTaskRuns(
  states: AsyncIterable<TaskState>,
  taskRuns: Pick<TaskRunStore, 'save'>,
): Promise<Rebuilt> {
  const rebuilt = { saved: 0, superseded: 0 };
  for await (const state of states) rebuilt[(await taskRuns.save(state)) ? 'saved' : 'superseded'] += 1;
  return rebuilt;
}
