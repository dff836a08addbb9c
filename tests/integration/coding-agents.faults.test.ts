import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { AgentCall, AgentAnswer } from '../../src/agents/agent.ts';
import { createGateway, type Gateway } from '../../src/agents/gateway/gateway.ts';
import { createAgentRegistry } from '../../src/agents/registry.ts';
import { NO_SANDBOX } from '../../src/agents/sandbox/sandbox.ts';
import type { ModelRequest, ScriptedAnswer } from '../../src/cli/demo/model/scripted-model.ts';
import { shellCall } from '../../src/cli/demo/model/scripted-model.ts';
import { type ScriptedAgent, startScriptedAgent } from '../../src/cli/demo/scripted-agent.ts';
import { PRESET_NAMES } from '../../src/domain/preset.ts';
import { projectSchema } from '../../src/config/project.ts';
import { readProcessTable } from '../../src/host/process-table.ts';
import { builtInAgent } from '../support/agents/built-in-agent.ts';
import { TRACEPARENT } from '../support/traceparent.ts';

/** Two at a time: most of a case is waiting, and five that start at once keep each other waiting on two processors. */
vi.setConfig({ maxConcurrency: 2 });

/**
 * Those of a free licence, which the toolchain installs; or others that are on the PATH:
 * `CHIMERA_TEST_AGENTS='claude-code copilot qwen'`.
 */
const AGENTS = (process.env['CHIMERA_TEST_AGENTS'] ?? 'opencode codex gemini')
  .split(' ')
  .map((name) => z.enum(PRESET_NAMES).parse(name));
const USAGE = { input: 1_000, cached: 200, output: 50, reasoning: 10 };

/** Short, so that the silent ones do not hold up the suite; a refusal's own time is longer than this. */
const SILENCE_S = 15;

/** What the model does, and what the call comes to: docs/agents.md has the table. */
interface Fault {
  readonly script: (request: ModelRequest, before: number) => ScriptedAnswer;
  readonly error?: string;
  readonly wait?: number;
  readonly message: RegExp;
}

const refuses =
  (status: number, headers?: Readonly<Record<string, string>>): Fault['script'] =>
  () => ({ status, message: 'scripted', ...(headers === undefined ? {} : { headers }) });

const works: Fault['script'] = ({ results, tools }) => {
  const call = results === 0 ? shellCall(tools, 'echo changed > made.txt') : undefined;
  return call === undefined ? { text: 'I made it.', usage: USAGE } : { call, usage: USAGE };
};

const FAULTS: Readonly<Record<string, Fault>> = {
  'a limit that names its time': {
    script: refuses(429, { 'retry-after': '3600' }),
    error: 'AccountLimitError',
    wait: 3_600_000,
    message: /answered 429/,
  },
  'a limit without a time': {
    script: refuses(429),
    error: 'AccountLimitError',
    message: /answered 429/,
  },
  'a key that is refused': {
    script: refuses(401),
    error: 'TerminalAgentError',
    message: /401 .*\. Is the agent’s key right\?/,
  },
  'an account that is not paid': {
    script: refuses(402),
    error: 'AccountLimitError',
    message: /answered 402/,
  },
  'a fault of the provider': { script: refuses(500), error: 'TransientAgentError', message: /answered 500/ },
  'one overload that passes': {
    script: (request, before) => (before === 0 ? { status: 529, message: 'busy' } : works(request, before)),
    message: /I made it/,
  },
  'a model that never answers': {
    script: () => ({ silent: 'at once' }),
    error: 'SilentAgentError',
    message: /silent for 15 s while waiting for the model/,
  },
  'a stream that stops': {
    script: () => ({ silent: 'in the stream' }),
    error: 'SilentAgentError',
    message: /silent for 15 s while waiting for the model/,
  },
  'an answer that is cut off': {
    script: () => ({ text: 'Half of', stop: 'max_tokens', usage: USAGE }),
    error: 'PhaseLimitError',
    message: /longest answer/,
  },
  // Whether anything changed is seen when it is committed: the phase then tries once more, and gives up.
  'an end without a change': { script: () => ({ text: 'All is well.', usage: USAGE }), message: /All is well/ },
};

describe.each(AGENTS)('%s, when its model has', (name) => {
  let directory: string;
  let coder: ScriptedAgent;
  let gateway: Gateway;
  const scripts = new Map<string, Fault['script']>();
  const asked = new Map<string, number>();

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'chimera-coder-'));
    gateway = createGateway();
    coder = await startScriptedAgent(name, (request) => {
      // The feature names the case, so that cases run side by side on one model.
      const fault = [...scripts].find(([title]) => request.said.some((text) => text.includes(`Feature: ${title}`)));
      if (fault === undefined) return { text: 'A title', usage: USAGE };
      const [title, script] = fault;
      const before = asked.get(title) ?? 0;
      asked.set(title, before + 1);
      return script(request, before);
    });
  });
  afterAll(async () => {
    await gateway.close();
    await coder.model.close();
    await rm(directory, { recursive: true, force: true });
  });

  it.concurrent.each(Object.entries(FAULTS))(
    '%s',
    async (title, { script, error, wait, message }) => {
      scripts.set(title, script);
      const place = join(directory, title.replaceAll(' ', '-'));
      const [workspace, artifacts] = [join(place, 'work'), join(place, 'artifacts')];
      await mkdir(workspace, { recursive: true });
      const taskId = `chimera-${Buffer.from(title).toString('hex').slice(-12)}`;
      const outcome = await run(place, { title, taskId, workspace, artifacts }).then(
        ({ summary }) => ({ name: undefined, message: summary, retryAfterMs: undefined }),
        (thrown: unknown) => thrown as Error & { readonly retryAfterMs?: number },
      );
      expect(outcome.message).toMatch(message);
      expect(outcome.name).toBe(error);
      expect(outcome.retryAfterMs).toBe(wait);
      expect(await readdir(workspace)).toEqual(title === 'one overload that passes' ? ['made.txt'] : []);
      const rows = await readProcessTable(`CHIMERA_TASK_ID=${taskId}`);
      expect(rows.filter(({ marked }) => marked)).toEqual([]);
    },
    120_000,
  );

  function run(
    place: string,
    { title, taskId, workspace, artifacts }: Readonly<Record<'title' | 'taskId' | 'workspace' | 'artifacts', string>>,
  ): Promise<AgentAnswer<'implement_feature'>> {
    const project = projectSchema.parse({
      name: 'shop',
      repository: place,
      staging: { command: 'true' },
      agents: { 'coder-agent': { ...coder.choice, silence_s: SILENCE_S, tool_silence_s: 30 } },
    });
    const registry = createAgentRegistry({
      projects: [project],
      builtIns: {
        'e2e-tester-agent': builtInAgent('generate_test', 'execute_test'),
        'guardian-agent': builtInAgent('review_change'),
        'deployment-agent': builtInAgent('deploy_to_staging'),
      },
      sandbox: NO_SANDBOX,
      gateway,
      env: process.env,
    });
    const call: AgentCall = {
      task_id: taskId,
      phase: 'CODE_IMPLEMENTATION',
      round: 1,
      idempotency_key: `${taskId}:CODE_IMPLEMENTATION:1`,
      lease_token: 1,
      feature: `Feature: ${title}`,
      target_url: 'http://127.0.0.1:9/',
      project,
      workspace,
      repository: place,
      artifacts,
      home: join(artifacts, '..', 'home', taskId),
      base_commit: '0'.repeat(40),
      traceparent: TRACEPARENT,
    };
    const input = { test_path: 'tests/e2e/a.spec.ts', test_commit: '1'.repeat(40) };
    const context = { signal: AbortSignal.timeout(110_000), progress: () => undefined };
    return registry.agentFor('shop', 'coder-agent', 'implement_feature').run('implement_feature', call, input, context);
  }
});
