import { TransientAgentError } from '../../../domain/failure.ts';
import type { ActionInput, AgentAnswer, AgentCall, AgentContext } from '../../agent.ts';
import { gitIn } from '../../workspace/git.ts';
import { collectArtifacts } from './evidence.ts';
import type { E2eTesterTools } from './generate-test.ts';
import { runTest } from './runner/run-test.ts';
import { reportProgress, scenarioResult } from './scenario-results.ts';

/**
 * Runs a task's test, in a checkout that holds nothing of the coder's, against its deployment. The answer is `passed` only
 * when every scenario ran and passed; a test file that is missing, empty or cannot be loaded is a failed validation, told
 * as a scenario of its own. The evidence's copy of the test comes out of git.
 */
export async function executeTest(
  tools: E2eTesterTools,
  call: AgentCall,
  { test_path, test_blob, deployment_url }: ActionInput['execute_test'],
  context: AgentContext,
): Promise<AgentAnswer<'execute_test'>> {
  context.progress(`running ${test_path} against ${deployment_url}`, 0);
  const run = await runTest({
    ...tools,
    workspace: call.workspace,
    testPath: test_path,
    baseUrl: deployment_url,
    artifacts: call.artifacts,
    mostAtOnce: call.project.scenarios.most_at_once,
    expected: 'passed',
    signal: context.signal,
    onProgress: reportProgress(context),
  });
  if (run.fault?.at === 'runner') throw new TransientAgentError(`The test could not be run: ${run.fault.message}`);
  const git = gitIn({ gitDirectory: call.repository, signal: context.signal });
  const { stdout: source } = await git(['cat-file', 'blob', test_blob]);
  const artifacts = await collectArtifacts(run, { path: test_path, source }, call.artifacts);
  if (run.fault) {
    const broken = { name: test_path, status: 'failed', duration_ms: 0, error: run.fault.message } as const;
    return { validation_status: 'failed', scenarios: [broken], artifacts };
  }
  const validation_status = run.status === 'passed' ? 'passed' : 'failed';
  return { validation_status, scenarios: run.scenarios.map(scenarioResult), artifacts };
}
