import { join } from 'node:path';
import type { AgentCall } from '../agents/agent.ts';
import type { Workspaces } from '../agents/workspace/workspace.ts';

/** Where a task's commit is checked out for staging, apart from the workspace that agents write in. */
export function stagingCheckouts(dataDirectory: string, workspaces: Pick<Workspaces, 'open'>) {
  const removals = new Map<string, () => Promise<void>>();
  return {
    async checkout(call: AgentCall, commit: string, signal: AbortSignal): Promise<string> {
      const { task_id: taskId, project } = call;
      const workspace = await workspaces.open({ taskId, project, commit, signal });
      const checkout = await workspace.checkout(commit, join(dataDirectory, 'staging', 'checkouts', taskId));
      removals.set(checkout.directory, () => checkout.remove());
      return checkout.directory;
    },
    /** A checkout of another process is left to the removal of its task's workspace, which knows of it. */
    async removeCheckout(directory: string): Promise<void> {
      await removals.get(directory)?.();
      removals.delete(directory);
    },
  };
}
