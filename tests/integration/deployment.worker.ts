// A worker process that deploys the site in the folder it is given, says so, and stays until it is killed.
import { createDeploymentAgent } from '../../src/agents/built-in/deployment/deployment-agent.ts';
import { siteAt } from './deployment.site.ts';
import { agentCall, recordingContext } from './agent-call.ts';

const [root = '', taskId = '', commit = '', command = ''] = process.argv.slice(2);
const agent = createDeploymentAgent(await siteAt(root));
const call = agentCall({
  phase: 'STAGING_DEPLOYMENT',
  directory: `${root}/repository`,
  base_commit: commit,
  task_id: taskId,
  project: { staging: { command } },
});
const { deployment_url } = await agent.run('deploy_to_staging', call, { commit_sha: commit }, recordingContext());
process.stdout.write(`${deployment_url}\n`);
setInterval(() => undefined, 60_000);
