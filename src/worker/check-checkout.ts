import type { AgentCall } from '../agents/agent.ts';
import type { Checkout, Replacement, Workspaces } from '../agents/workspace/workspace.ts';

/** Where a task's commit is checked out for the guardian's checks, apart from the workspace that agents write in. */
export function checkCheckouts(workspaces: Pick<Workspaces, 'open'>) {
  return async (
    { task_id: taskId, project }: AgentCall,
    commit: string,
    replacements: readonly Replacement[],
    signal: AbortSignal,
  ): Promise<Checkout> => {
    const workspace = await workspaces.open({ taskId, project, commit, signal });
    return workspace.checkoutForChecks(commit, replacements);
  };
}
