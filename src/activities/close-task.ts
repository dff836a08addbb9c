import { Context } from '@temporalio/activity';
import type { TaskRest } from '../observability/metrics/work-metrics.ts';
import type { CloseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';
import { logRest } from './rest-log.ts';

/** Ends the task's deployment, clears or keeps its workspace, records how it ended, gives its lease back. Safe to repeat. */
export const closeTask =
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
    ports.metrics.taskEnded(restOf(input, ports.now()));
    logRest(ports, state);
  };

async function close(ports: ActivityPorts, { state, keep_workspace, farewell }: CloseInput): Promise<void> {
  try {
    await Promise.all(ports.agents.all().map(async (agent) => agent.release?.(state.task_id)));
    await (keep_workspace
      ? ports.workspaces.keep(state.task_id, ports.now() + ports.keepFailedMs)
      : ports.workspaces.remove(state.task_id));
    ports.records.record({ of: 'task', state });
  } finally {
    // The lease goes back even from a cleaning that failed: the next attempt repeats both, which changes nothing.
    if (farewell !== undefined) await ports.pools.tell(farewell.pool, [farewell.message]);
  }
}

/**
 * How a task came to rest, which it does once a lease; and once more when it was parked and is given up. How long it took
 * is told when it was parked: how long it then waited for a decision says nothing about work.
 */
function restOf({ state, farewell }: CloseInput, now: number): TaskRest {
  const { task_id, status, created_at, started_at, finished_at } = state;
  if (farewell?.message.kind === 'unparked') return { key: `${task_id}/unparked`, status };
  const end = finished_at === undefined ? now : Date.parse(finished_at);
  const since = (begun: string): number => Math.max(0, end - Date.parse(begun)) / 1_000;
  return {
    key: `${task_id}/${farewell !== undefined && 'ask' in farewell.message ? farewell.message.ask : 0}`,
    status,
    accepted: since(created_at),
    worked: started_at === undefined ? undefined : since(started_at),
  };
}

/**
 * Closes a task whose deployment, if it has one, runs on this host; false, and nothing done, for one that does not. It
 * runs with the workflow, where it costs neither a hand-over nor another workflow task.
 */
export const closeTaskHere = (ports: ActivityPorts) => {
  const close = closeTask(ports);
  return async (input: CloseInput, host?: string): Promise<boolean> => {
    if (host !== undefined && host !== ports.hostTaskQueue) return false;
    await close(input);
    return true;
  };
};
