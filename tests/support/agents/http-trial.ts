import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ActionInput, AgentAnswer, AgentCall } from '../../../src/agents/agent.ts';
import { createHttpAgent, type HttpAgentOptions } from '../../../src/agents/http/http-agent.ts';
import { projectSchema } from '../../../src/config/project.ts';
import type { AgentAction } from '../../../src/domain/phase.ts';
import { type AgentServer, type Answering, serveAgent } from './agent-server.ts';
import { TRACEPARENT } from '../traceparent.ts';

/** An HTTP agent at a server of the test's own, and one call for it. */
export interface HttpTrial extends AgentServer {
  readonly root: string;
  readonly call: AgentCall;
  readonly progress: readonly (readonly [message: string, fraction?: number])[];
  /** Has the agent implement the feature, or do another action. */
  run(options?: Partial<HttpAgentOptions>, signal?: AbortSignal): Promise<AgentAnswer<'implement_feature'>>;
  as<A extends AgentAction>(action: A, input: ActionInput[A]): Promise<AgentAnswer<A>>;
}

/** An agent at a URL with the configuration's defaults, for all actions. */
export function httpAgentAt(url: string, options: Partial<HttpAgentOptions> = {}) {
  const timeouts = { connect_s: 10, idle_s: 300 };
  const actions = ['generate_test', 'implement_feature', 'review_change', 'deploy_to_staging', 'execute_test'] as const;
  return createHttpAgent({ url, headers: {}, timeouts, max_answer_bytes: 2_097_152, actions, ...options });
}

/** What the coder of a trial is given. */
export const CODER_INPUT = { test_path: 'tests/buy.spec.ts', test_commit: '1'.repeat(40) };

/** The shortest result of a coder. */
export const DONE = { type: 'result', summary: 'done' };

/** Starts a server that answers as given, with a workspace and a folder of artifacts; all of it ends with the test. */
export async function httpTrial(answering: Answering): Promise<HttpTrial> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'chimera-http-')));
  onTestFinished(() => rm(root, { recursive: true }));
  await Promise.all([mkdir(join(root, 'workspace')), mkdir(join(root, 'artifacts'))]);
  const server = await serveAgent(answering);
  const call: AgentCall = {
    task_id: 'chimera-0123456789ab',
    phase: 'CODE_IMPLEMENTATION',
    round: 2,
    traceparent: TRACEPARENT,
    idempotency_key: 'chimera-0123456789ab:CODE_IMPLEMENTATION:2',
    lease_token: 7,
    feature: 'A “button”',
    target_url: 'http://127.0.0.1:9/',
    project: projectSchema.parse({ name: 'shop', repository: 'https://me:hunter2@example.org/shop.git' }),
    workspace: join(root, 'workspace'),
    repository: join(root, 'mirror.git'),
    artifacts: join(root, 'artifacts'),
    home: join(root, 'home'),
    base_commit: '0'.repeat(40),
  };
  const progress: (readonly [string, number?])[] = [];
  const hear = (message: string, fraction?: number): void => {
    progress.push(fraction === undefined ? [message] : [message, fraction]);
  };
  return {
    ...server,
    root,
    call,
    progress,
    run: (options = {}, signal = new AbortController().signal) =>
      httpAgentAt(`${server.origin}/work`, options).run('implement_feature', call, CODER_INPUT, {
        signal,
        progress: hear,
      }),
    as: (action, input) =>
      httpAgentAt(`${server.origin}/work`).run(action, call, input, {
        signal: new AbortController().signal,
        progress: hear,
      }),
  };
}
