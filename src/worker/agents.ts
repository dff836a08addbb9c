import type { AgentCall, AgentRegistry } from '../agents/agent.ts';
import { createDeploymentAgent, type DeploymentAgent } from '../agents/built-in/deployment/deployment-agent.ts';
import { setUpCheckout } from '../agents/built-in/deployment/set-up.ts';
import { createE2eTester } from '../agents/built-in/e2e-tester/index.ts';
import { createGuardianAgent, type GuardianTools } from '../agents/built-in/guardian/guardian-agent.ts';
import { createGateway, type Gateway } from '../agents/gateway/gateway.ts';
import { createAgentRegistry } from '../agents/registry.ts';
import type { Sandbox } from '../agents/sandbox/sandbox.ts';
import type { Checkout, Replacement, Workspaces } from '../agents/workspace/workspace.ts';
import type { ProjectConfig } from '../config/project.ts';
import { stagingCheckouts } from './staging-checkout.ts';

/** What the built-in agents work with. */
export interface AgentsSetup {
  readonly projects: readonly ProjectConfig[];
  readonly dataDirectory: string;
  /** Inspects a change, for the guardian. */
  readonly inspectChange: GuardianTools['inspectChange'];
  /** The browser of the e2e-tester, as an absolute path. */
  readonly chromium: string;
  /** Makes the e2e-tester's videos; undefined: there are none. */
  readonly ffmpeg: string | undefined;
  readonly workspaces: Workspaces;
  readonly sandbox: Sandbox;
}

/** The agents of one worker; `deployments` are the staging processes of this host. */
export interface WorkerAgents {
  readonly registry: AgentRegistry;
  readonly deployments: DeploymentAgent;
  /** Between the agents and their models. */
  readonly gateway: Gateway;
}

/**
 * The agents that the projects choose, built-in ones among them.
 * @throws {ConfigError} that names every unknown agent or action.
 */
export function createAgents(setup: AgentsSetup): WorkerAgents {
  const { projects, dataDirectory, inspectChange, chromium, ffmpeg, workspaces, sandbox } = setup;
  const deployments = createDeploymentAgent({ dataDirectory, sandbox, ...stagingCheckouts(dataDirectory, workspaces) });
  const gateway = createGateway();
  const builtIns = {
    'e2e-tester-agent': createE2eTester({
      chromium,
      sandbox,
      ...(ffmpeg === undefined ? {} : { ffmpeg }),
    }),
    'guardian-agent': createGuardianAgent({
      inspectChange,
      sandbox,
      checkout: checkCheckouts(workspaces),
      runSetUp: (setUp, signal) => setUpCheckout(setUp, sandbox, signal),
    }),
    'deployment-agent': deployments,
  };
  return {
    registry: createAgentRegistry({ projects, builtIns, sandbox, gateway, env: process.env }),
    deployments,
    gateway,
  };
}

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
