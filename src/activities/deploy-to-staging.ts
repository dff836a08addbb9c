import { callAgent } from './call-agent.ts';
import { handedOn } from './checkpoint.ts';
import { openReadyWorkspace } from './task-workspace.ts';
import { phaseActivity } from './phase-edge.ts';
import type { ActivityPorts } from './ports.ts';

/** STAGING_DEPLOYMENT: the approved commit, running and healthy. */
export const deployToStagingActivity = (ports: ActivityPorts) =>
  phaseActivity('STAGING_DEPLOYMENT', ports, async (work) => {
    const { handed_on, request } = work.input;
    const { commit_sha } = handedOn(handed_on, 'change');
    const workspace = await openReadyWorkspace(ports, work, commit_sha);
    const { answer, evidence } = await callAgent(ports, work, 'deploy_to_staging', workspace, { commit_sha });
    // An agent that keeps something running on this host is the only one bound to it.
    const agent = ports.agents.agentFor(request.project, 'deployment-agent', 'deploy_to_staging');
    const host = agent.release === undefined ? {} : { host_task_queue: ports.hostTaskQueue };
    return {
      phase: 'STAGING_DEPLOYMENT',
      verdict: 'deployed',
      output: { deployment_url: answer.deployment_url, commit_sha, ...host },
      ...evidence,
    };
  });
