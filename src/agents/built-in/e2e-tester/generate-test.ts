import { writeFile } from 'node:fs/promises';
import { TerminalAgentError, TransientAgentError } from '../../../domain/failure.ts';
import type { AgentAnswer, AgentCall, AgentContext } from '../../agent.ts';
import { placeBelow } from '../../path-below.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { blobId } from '../../workspace/blob-id.ts';
import { collectArtifacts } from './evidence.ts';
import { plainError } from './plain-error.ts';
import { lostConnection, mustAnswer } from './reach.ts';
import type { RunLimits } from './runner/playwright-config.ts';
import { runTest, type BrowserPrograms } from './runner/run-test.ts';
import type { ScenarioRun, TestRun } from './runner/test-run.ts';
import { reportProgress, scenarioResult } from './scenario-results.ts';
import { testPathFor } from './test-path.ts';
import { writeTest } from './writer/write-test.ts';

/** What the e2e-tester works with. */
export interface E2eTesterTools extends BrowserPrograms {
  readonly limits?: Partial<RunLimits>;
  /** Keeps what a proof stands on out of reach. */
  readonly sandbox: Sandbox;
}

const UNREAD =
  'The task was accepted while a command of the project’s wrote its tests, so its feature was not read; submit it again.';

/** Writes the test of a feature into the checkout and runs it against the target, where it has to fail. */
export async function generateTest(
  tools: E2eTesterTools,
  call: AgentCall,
  context: AgentContext,
): Promise<AgentAnswer<'generate_test'>> {
  const { steps: feature } = call;
  if (feature === undefined) throw new TerminalAgentError(UNREAD);
  context.progress('writing the test', 0);
  const source = writeTest(feature, {
    taskId: call.task_id,
    targetUrl: call.target_url,
    siteState: call.project.scenarios.site_state,
  });
  const test_path = await testPathFor(call.workspace, call.project.test_directory, feature.name, call.task_id);
  await writeFile(await placeBelow(call.workspace, test_path), source);

  context.progress(`looking whether ${call.target_url} answers`, 0);
  await mustAnswer(call.target_url, context.signal);
  const run = await runTest({
    ...tools,
    workspace: call.workspace,
    testPath: test_path,
    baseUrl: call.target_url,
    artifacts: call.artifacts,
    mostAtOnce: call.project.scenarios.most_at_once,
    expected: 'failed',
    signal: context.signal,
    onProgress: reportProgress(context),
  });
  refuseWithoutProof(run);
  return {
    test_path,
    verdict: run.status === 'passed' ? 'already_satisfied' : 'test_fails',
    scenarios: run.scenarios.map(scenarioResult),
    test_blob: blobId(Buffer.from(source), call.base_commit),
    artifacts: await collectArtifacts(run, { path: test_path, source }, call.artifacts),
  };
}

/** A test fails for the right reason only when a sentence of it met a working site and did not hold there. */
function refuseWithoutProof(run: TestRun): void {
  if (run.fault?.at === 'test') throw new TerminalAgentError(`The generated test does not run: ${run.fault.message}`);
  if (run.fault) throw new TransientAgentError(`The test could not be run: ${run.fault.message}`);
  const unreached = run.scenarios.find(({ error }) => error !== undefined && lostConnection(error.message));
  if (unreached) throw new TransientAgentError(`The site under test went away: ${unreached.error?.message ?? ''}`);
  const ambiguous = run.scenarios.find(isAmbiguous);
  if (ambiguous) {
    const { sentence = ambiguous.name, message = '' } = ambiguous.error ?? {};
    throw new TerminalAgentError(
      `The sentence "${sentence}" fits several things on the page; say which. ${plainError(message)}`,
    );
  }
}

const isAmbiguous = ({ error }: ScenarioRun): boolean => error?.message.includes('strict mode violation') === true;
