import { Context } from '@temporalio/activity';
import type { PoolEffect, PoolMessage } from '../domain/pool/messages.ts';
import type { ReconcileInput } from '../workflows/pool/contract.ts';
import type { TaskClient } from '../temporal/tasks/task-client.ts';
import type { ActivityPorts } from './ports.ts';

/** Tells tasks what their pool decided, all at once; gives those back that are closed. Safe to repeat. */
export const tellTasksActivity =
  ({ tasks }: Pick<ActivityPorts, 'tasks'>) =>
  async (effects: readonly PoolEffect[]): Promise<readonly PoolMessage[]> => {
    const told = await Promise.all(effects.map(async (effect) => ({ effect, open: await tasks.tell(effect) })));
    return told
      .filter(({ effect, open }) => !open && effect.kind === 'grant')
      .map(({ effect: { task_id, ask } }) => ({ kind: 'gone', task_id, ask }));
  };

/** Tasks that are asked at once. */
const AT_ONCE = 8;

/**
 * Compares what a pool knows with the tasks that are open. The list of open tasks may lag, so it only says whom to look
 * at: whether a task is closed, and how it stands, comes from its workflow.
 */
export const reconcilePoolActivity =
  ({ tasks }: Pick<ActivityPorts, 'tasks'>) =>
  async ({ pool, known }: ReconcileInput): Promise<readonly PoolMessage[]> => {
    const context = Context.current();
    // By the clock and not by progress: one task that is slow to answer must not pass for a dead worker.
    const beat = setInterval(() => {
      context.heartbeat();
    }, 1_000);
    try {
      const open = new Set<string>();
      for await (const taskId of tasks.listOpen()) open.add(taskId);
      const ids = new Set(known.map(({ task_id }) => task_id));
      const unlisted = known.filter(({ task_id }) => !open.has(task_id));
      const unknown = [...open].filter((taskId) => !ids.has(taskId));
      const found = await inTurn([
        ...unlisted.map(({ task_id, ask }) => async (): Promise<PoolMessage | undefined> => {
          return (await tasks.isOpen(task_id)) ? undefined : { kind: 'gone', task_id, ask };
        }),
        ...unknown.map((taskId) => () => adoption(tasks, pool, taskId)),
      ]);
      return found.filter((message) => message !== undefined);
    } finally {
      clearInterval(beat);
    }
  };

async function adoption(tasks: TaskClient, pool: string, taskId: string): Promise<PoolMessage | undefined> {
  const leaseStatus = await tasks.leaseStatus(taskId);
  if (leaseStatus?.pool !== pool) return undefined;
  const { pool: _, parked, ...place } = leaseStatus;
  if (parked === true) return { kind: 'parked', task_id: taskId };
  return { kind: 'adopt', task_id: taskId, ...place };
}

/** Does all jobs, a few at once. */
async function inTurn<T>(jobs: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results: T[] = [];
  const left = jobs.values();
  const work = async (): Promise<void> => {
    for (const job of left) results.push(await job());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
