import { createDeploymentAgent } from '../agents/built-in/deployment/deployment-agent.ts';
import { createWorkspaces } from '../agents/workspace/workspaces.ts';
import { stagingCheckouts } from './staging-checkout.ts';
import { NO_SANDBOX } from '../agents/sandbox/sandbox.ts';

/** Ends all staging processes of a data directory, once no worker works on it any more. */
export async function endDeployments(dataDirectory: string): Promise<void> {
  const workspaces = createWorkspaces({ dataDirectory });
  // It starts nothing that would have to be confined.
  await createDeploymentAgent({
    dataDirectory,
    sandbox: NO_SANDBOX,
    ...stagingCheckouts(dataDirectory, workspaces),
  }).releaseAll();
}
