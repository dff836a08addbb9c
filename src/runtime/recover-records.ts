import type { TaskGateway } from '../temporal/tasks/task-gateway.ts';
import { hasEnded, type TaskState } from '../domain/task.ts';
import { rebuildTaskRuns } from '../persistence/rebuild.ts';
import type { TaskRunStore } from '../persistence/task-run-store.ts';
import type { ListedTask } from '../temporal/tasks/list-tasks.ts';

/** What the recovery works with. */
export interface RecoveryPorts {
  readonly tasks: AsyncIterable<ListedTask>;
  readonly gateway: Pick<TaskGateway, 'state' | 'finalState'>;
  readonly runs: Pick<TaskRunStore, 'get' | 'save'>;
  /** Ends the recovery between two tasks. */
  readonly signal?: AbortSignal;
}

/**
 * Writes the records that a lost or lagging database lacks anew from the workflows: tasks without a record, and tasks
 * that ended while their record says otherwise. Safe to repeat and beside running tasks; gives how many were written.
 */
export async function recoverRecords(ports: RecoveryPorts): Promise<number> {
  const { saved } = await rebuildTaskRuns(missingStates(ports), ports.runs);
  return saved;
}

async function* missingStates({ tasks, gateway, runs, signal }: RecoveryPorts): AsyncGenerator<TaskState> {
  for await (const { task_id, open } of tasks) {
    signal?.throwIfAborted();
    const recorded = await runs.get(task_id);
    if (recorded !== undefined && (open || hasEnded(recorded))) continue;
    // A cancelled workflow carries no result, but still answers.
    const state = (open ? undefined : await gateway.finalState(task_id)) ?? (await gateway.state(task_id));
    if (state !== undefined) yield state;
  }
}
