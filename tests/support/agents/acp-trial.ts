import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from 'vitest';
import { createAcpAgent, type ModelListeners } from '../../../src/agents/acp/acp-agent.ts';
import type { AgentCall } from '../../../src/agents/agent.ts';
import { NO_SANDBOX } from '../../../src/agents/sandbox/sandbox.ts';
import { projectSchema } from '../../../src/config/project.ts';
import { TRACEPARENT } from '../traceparent.ts';

const PROGRAM = fileURLToPath(new URL('./acp-agent.ts', import.meta.url));

/** What a coder is asked for. */
export const CODER_INPUT = { test_path: 'tests/buy.spec.ts', test_commit: '1'.repeat(40) };

/** How an agent of the Agent Client Protocol is set up for a test; limits in ms. */
export interface AcpSetup {
  readonly startMs?: number;
  readonly silenceMs?: number;
  readonly toolSilenceMs?: number;
  readonly env?: Record<string, string>;
  readonly prompt?: string | undefined;
  readonly reviewPrompt?: string | undefined;
}

/** The program of `acp-agent.ts` behind the adapter, and who heard of its model, a call each. */
export function scriptedAcpAgent(behaviour: string, setup: AcpSetup = {}) {
  const { startMs = 20_000, silenceMs = 20_000, toolSilenceMs = 20_000, env = {}, prompt, reviewPrompt } = setup;
  const listeners: ModelListeners[] = [];
  const made = createAcpAgent({
    description: 'acp: a test’s',
    sandbox: NO_SANDBOX,
    silence: { startMs, silenceMs, toolSilenceMs, graceMs: 500 },
    prompts: { implement_feature: prompt, review_change: reviewPrompt },
    begin: (listener) => {
      listeners.push(listener);
      return Promise.resolve({
        command: [process.execPath, PROGRAM],
        env: { BEHAVIOUR: behaviour, ...env },
        settings: [{ mode: 'yolo' }],
        findsSessions: true,
        writable: [],
        end: () => Promise.resolve(),
      });
    },
  });
  return { agent: made, listeners };
}

/** A directory and a call for each test of a file. */
export function acpPlace(): { readonly root: string; call: AgentCall } {
  const place = { root: '', call: acpCall('') };
  beforeEach(async () => {
    place.root = await mkdtemp(join(tmpdir(), 'chimera-acp-'));
    await mkdir(join(place.root, 'work'));
    place.call = acpCall(place.root);
  });
  afterEach(() => rm(place.root, { recursive: true }));
  return place;
}

/** A call for an agent that works below a directory, in `work`. */
function acpCall(root: string): AgentCall {
  return {
    task_id: 'chimera-00000000acbd',
    phase: 'CODE_IMPLEMENTATION',
    round: 1,
    idempotency_key: 'key',
    lease_token: 1,
    feature: 'Feature: A cart',
    target_url: 'http://127.0.0.1:9/',
    project: projectSchema.parse({
      name: 'shop',
      repository: '/shop',
      test: 'npm test',
      staging: { command: 'true' },
    }),
    workspace: join(root, 'work'),
    repository: '/shop',
    artifacts: join(root, 'artifacts'),
    home: join(root, 'home'),
    base_commit: '0'.repeat(40),
    traceparent: TRACEPARENT,
  };
}
