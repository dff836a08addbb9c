import { Context } from '@temporalio/activity';
import type { TaskStatus } from '../domain/task.ts';
import type { CloseInput } from '../workflows/task/contract.ts';
import { isWorkKept } from './agents-in-turn.ts';
import { dropKept } from './going-on.ts';
import type { ActivityPorts } from './ports.ts';

/** With these the work that was not finished stays, for a parked task may be requeued, or is gone: a phase that ends well does so itself. */
const GOES_ON_OR_WENT_WELL: readonly TaskStatus[] = ['dead_lettered', 'completed'];

/** Ends the task's deployment, clears or keeps its workspace, records how it ended, gives its lease back. Safe to repeat. */
export const closeTaskActivity =
  (ports: ActivityPorts) =>
  async (input: CloseInput): Promise<void> => {
    const { state } = input;
    const context = Context.current();
    const beat = setInterval(() => {
      context.heartbeat();
    }, 1_000);
    try {
      await close(ports, input);
      // The workflow can close as cancelled only when Temporal was asked to cancel it; an Update does not ask.
      if (state.status === 'cancelled') await ports.requestCancel(state.task_id);
    } finally {
      clearInterval(beat);
    }
    ports.journal.tell({ kind: 'task_rested', state, at: ports.now(), ...restOf(input) });
  };

/** Ends a task's deployment, if this host has one. Safe to repeat. */
export const endStagingActivity =
  ({ agents }: Pick<ActivityPorts, 'agents'>) =>
  async (taskId: string): Promise<void> => {
    await Promise.all(agents.all().map(async (agent) => agent.release?.(taskId)));
  };

async function close(ports: ActivityPorts, { state, keep_workspace, release }: CloseInput): Promise<void> {
  try {
    await endStagingActivity(ports)(state.task_id);
    await (keep_workspace
      ? ports.workspaces.keep(state.task_id, ports.now() + ports.keepFailedMs)
      : ports.workspaces.remove(state.task_id));
    if (!GOES_ON_OR_WENT_WELL.includes(state.status)) {
      await dropKept(state.task_id, () => dropUnfinished(ports, state));
    }
    ports.journal.tell({ kind: 'task_closed', state });
  } finally {
    // The lease goes back even from a cleaning that failed: the next attempt repeats both, which changes nothing.
    if (release !== undefined) await ports.pools.tell(release.pool, [release.message]);
  }
}

/** Removes what was kept of a change that nobody goes on with. */
async function dropUnfinished(ports: ActivityPorts, { task_id, request }: CloseInput['state']): Promise<void> {
  if (!isWorkKept(ports, request.project)) return;
  await ports.workspaces.dropUnfinished(task_id, ports.projectNamed(request.project));
}

/** Which rest of a task it is: it comes to one with each lease, and to one more when it was parked and is given up. */
function restOf({ state: { task_id }, release }: CloseInput): { readonly key: string; readonly again: boolean } {
  if (release?.message.kind === 'unparked') return { key: `${task_id}/unparked`, again: true };
  const ask = release !== undefined && 'ask' in release.message ? release.message.ask : 0;
  return { key: `${task_id}/${ask}`, again: false };
}

/**
 * Closes a task whose deployment, if it has one, runs on this host; false, and nothing done, for one that does not. It
 * runs with the workflow, where it costs neither a hand-over nor another workflow task.
 */
export const closeTaskHereActivity = (ports: ActivityPorts) => {
  const close = closeTaskActivity(ports);
  return async (input: CloseInput, host?: string): Promise<boolean> => {
    if (host !== undefined && host !== ports.hostTaskQueue) return false;
    await close(input);
    return true;
  };
};
