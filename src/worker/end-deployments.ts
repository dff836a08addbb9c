import { createDeploymentAgent } from '../agents/built-in/deployment/deployment-agent.ts';
import { createWorkspaces } from '../agents/workspace/workspaces.ts';
import { stagingCheckouts } from './staging-checkout.ts';

/** Ends all staging processes of a data directory, once no worker works on it any more. */
export async function endDeployments(dataDirectory: string): Promise<void> {
  const workspaces = createWorkspaces({ dataDirectory });
  await createDeploymentAgent({ dataDirectory, ...stagingCheckouts(dataDirectory, workspaces) }).releaseAll();
}
