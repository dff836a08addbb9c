import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectSchema } from '../../config/project.ts';
import {
  PhaseLimitError,
  SilentAgentError,
  TerminalAgentError,
  TransientAgentError,
  AccountLimitError,
} from '../../domain/failure.ts';
import type { ModelCall } from '../../domain/money/model-call.ts';
import { readProcessTable } from '../../host/process-table.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';
import { type AgentCase, describeAgent } from '../agent.testsuite.ts';
import type { AgentCall } from '../agent.ts';
import { NO_SANDBOX } from '../sandbox/sandbox.ts';
import { createAcpAgent, type ModelListeners } from './acp-agent.ts';

const PROGRAM = fileURLToPath(new URL('../../../tests/support/agents/acp-agent.ts', import.meta.url));
const INPUT = { test_path: 'tests/buy.spec.ts', test_commit: '1'.repeat(40) };

interface More {
  readonly startMs?: number;
  readonly silenceMs?: number;
  readonly toolSilenceMs?: number;
  readonly env?: Record<string, string>;
  readonly prompt?: string;
}

function agent(behaviour: string, more: More = {}) {
  const { startMs = 20_000, silenceMs = 20_000, toolSilenceMs = 20_000, env = {}, prompt } = more;
  const listeners: ModelListeners[] = [];
  const made = createAcpAgent({
    description: 'acp: a test’s',
    sandbox: NO_SANDBOX,
    silence: { startMs, silenceMs, toolSilenceMs, graceMs: 500 },
    prompts: { implement_feature: prompt },
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

const coding = (behaviour: string) => (): AgentCase => ({
  agent: agent(behaviour).agent,
  action: 'implement_feature',
  input: INPUT,
});

describeAgent('An agent of the Agent Client Protocol', {
  answers: { 'writing code': coding('work') },
  hangs: coding('hang'),
  transient: coding('crash'),
  terminal: coding('signed-out'),
});

describe('an agent of the Agent Client Protocol', () => {
  let root: string;
  let call: AgentCall;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chimera-acp-'));
    await mkdir(join(root, 'work'));
    call = {
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
  });
  afterEach(() => rm(root, { recursive: true }));

  const run = (behaviour: string, more?: More, input: AgentCase['input'] = INPUT) =>
    agent(behaviour, more).agent.run('implement_feature', call, input as typeof INPUT, {
      signal: new AbortController().signal,
      progress: () => undefined,
    });
  const failed = (behaviour: string, more?: More) =>
    run(behaviour, more).then(
      () => Promise.reject(new Error('it answered')),
      (error: unknown) => error as Error,
    );
  const log = () => readFile(join(call.artifacts, 'agent.log'), 'utf8');

  it('works in the worktree, and its last words are the summary', async () => {
    expect(await run('work')).toMatchObject({ summary: 'Added the feature.' });
    expect(await readFile(join(call.workspace, 'feature.txt'), 'utf8')).toBe('changed\n');
    expect(await log()).toContain('permission given: edit');
  });

  it('is told the feature, the test, the project’s tests, the rules and what was wrong, in words', async () => {
    const file = join(root, 'prompt.txt');
    const findings = [{ rule: 'size', severity: 'ERROR', message: 'too large', file: 'a.ts', line: 3 }] as const;
    await run('work', { env: { PROMPT_FILE: file } }, { ...INPUT, feedback: { from: 'GUARDIAN_REVIEW', findings } });
    const prompt = await readFile(file, 'utf8');
    for (const part of ['Feature: A cart', INPUT.test_path, 'npm test', 'ERROR: too large (a.ts:3)', 'Do not commit']) {
      expect(prompt).toContain(part);
    }
  });

  it('is told what an attempt before left, whatever the words', async () => {
    const left = Array.from({ length: 22 }, (_, index) => `src/${index}.ts`);
    call = { ...call, left };
    const file = join(root, 'prompt.txt');
    await run('work', { env: { PROMPT_FILE: file }, prompt: '{{test_path}} {{feature}}' });
    const prompt = await readFile(file, 'utf8');
    for (const part of ['stands in the worktree, not committed', '- src/19.ts', '- and 2 more']) {
      expect(prompt).toContain(part);
    }
    expect(prompt).not.toContain('src/20.ts');
  });

  it('is told its work in words of one’s own', async () => {
    const file = join(root, 'prompt.txt');
    await run('work', { env: { PROMPT_FILE: file }, prompt: 'Make {{test_path}} pass: {{feature}}{{feedback}}' });
    expect(await readFile(file, 'utf8')).toBe(`Make ${INPUT.test_path} pass: Feature: A cart`);
  });

  describe('in the next round', () => {
    /** Two rounds of one task; the second one's log, and what each call was told to have cost. */
    async function twoRounds(
      env: Record<string, string>,
      second: { behaviour?: string; left?: readonly string[] } = {},
    ) {
      const costs: (number | undefined)[] = [];
      const account = {
        spent: ({ cost_usd }: ModelCall) => costs.push(cost_usd),
        about: () => undefined,
        limited: () => undefined,
        refusal: () => Promise.resolve(undefined),
      };
      const inRound = (round: number, behaviour: string, cost: string, left: readonly string[] = []) =>
        agent(behaviour, { env: { ...env, COST: cost } }).agent.run(
          'implement_feature',
          { ...call, round, left },
          INPUT,
          {
            signal: new AbortController().signal,
            progress: () => undefined,
            account,
          },
        );
      await inRound(1, 'work', '0.5');
      await rm(call.artifacts, { recursive: true });
      const { behaviour = 'work', left } = second;
      await inRound(left === undefined ? 2 : 1, behaviour, '0.75', left).catch(() => undefined);
      return { log: await log(), costs };
    }

    it.each(['resume', 'load'])(
      'goes on in its session, by “%s”, and counts only what came to its cost',
      async (finds) => {
        const { log, costs } = await twoRounds({ FINDS: finds });
        expect(log).toMatch(/going on in session session-\d+/);
        expect(log).not.toContain('I said this before.');
        expect(costs).toEqual([0.5, 0.25]);
      },
    );

    it('goes on in its session where its unfinished work was taken up', async () => {
      expect((await twoRounds({ FINDS: 'resume' }, { left: ['a.ts'] })).log).toContain('going on in session');
    });

    it.each([
      ['it does not say that it finds one', {}, {}],
      ['it is the same round, and its work was not kept', { FINDS: 'resume' }, { left: [] }],
    ])('begins a new one where %s', async (_, env, second) => {
      const { log, costs } = await twoRounds(env, second);
      expect(log).not.toContain('going on in session');
      expect(costs).toEqual([0.5, 0.75]);
    });

    it('begins a new one where it has lost the one of before', async () => {
      const { log } = await twoRounds({ FINDS: 'none' });
      expect(log).toMatch(/session session-\d+ cannot be gone on in, a new one begins/);
      expect(log).toContain('Added the feature.');
    });

    it('tells what a failed call cost, and goes on in no session that led nowhere', async () => {
      const { log, costs } = await twoRounds({ FINDS: 'resume' }, { behaviour: 'broken' });
      expect(log).toContain('going on in session');
      expect(costs).toEqual([0.5, 0.25]);
      await expect(access(join(call.home, 'session.json'))).rejects.toThrow('ENOENT');
    });
  });

  it('may change nothing outside of the worktree', async () => {
    expect(await run('outside')).toMatchObject({ summary: 'I was not allowed to.' });
    expect(await log()).toContain('permission refused: edit /etc/chimera-was-here');
  });

  it.each([
    ['signed-out', TerminalAgentError, 'Authentication required. Is its key right, or is it signed in?'],
    ['broken', TransientAgentError, 'the socket hung up'],
    ['crash', TransientAgentError, /exited with code 3 before it was done\. Its errors end with:\nout of tokens/],
    ['refusal', TerminalAgentError, 'refused the work'],
    ['max_tokens', PhaseLimitError, 'longest answer'],
    ['max_turn_requests', PhaseLimitError, 'most requests'],
    ['cancelled', TransientAgentError, 'somebody cancelled it'],
  ] as const)('that ends in “%s” fails as what it is', async (behaviour, kind, message) => {
    const error = await failed(behaviour);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  });

  it('that names a time is waited for', async () => {
    const error = await failed('limited');
    expect(error).toBeInstanceOf(AccountLimitError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000 });
  });

  it('that is silent is ended, with what it was silent at, although it ignores all requests', async () => {
    const error = await failed('deaf', { silenceMs: 700 });
    expect(error).toBeInstanceOf(SilentAgentError);
    expect(error.message).toBe('The agent was silent for 0.7 s while waiting for the model; it was ended.');
    const rows = await readProcessTable(`CHIMERA_TASK_ID=${call.task_id}`);
    expect(rows.filter(({ marked }) => marked)).toEqual([]);
  }, 30_000);

  it('that never begins a session is ended too', async () => {
    const error = await failed('mute', { startMs: 700 });
    expect(error.message).toBe('The agent was silent for 0.7 s while it started; it was ended.');
  });

  it('may be silent for longer while a tool of its runs', async () => {
    const error = await failed('tool', { silenceMs: 700, toolSilenceMs: 900 });
    expect(error.message).toBe('The agent was silent for 0.9 s while at “npm test”; it was ended.');
  });

  it('whose model refused last has not succeeded, whatever it says', async () => {
    const { agent: made, listeners } = agent('work');
    const answer = made.run('implement_feature', call, INPUT, {
      signal: new AbortController().signal,
      progress: () =>
        listeners[0]?.passed({ kind: 'refused', status: 500, message: 'overloaded', aside: false, uncounted: false }),
    });
    await expect(answer).rejects.toThrow('The model answered 500 Internal Server Error: overloaded');
  });

  it('whose model refused what was asked aside, for a title, say, may well have succeeded', async () => {
    const { agent: made, listeners } = agent('work');
    const answer = made.run('implement_feature', call, INPUT, {
      signal: new AbortController().signal,
      progress: () => {
        listeners[0]?.passed({ kind: 'answered', aside: false, uncounted: false });
        listeners[0]?.passed({ kind: 'refused', status: 500, message: 'overloaded', aside: true, uncounted: false });
      },
    });
    expect(await answer).toMatchObject({ summary: 'Added the feature.' });
  });

  it('whose model names a long wait is ended at once, and waited for beyond that time', async () => {
    const { agent: made, listeners } = agent('hang');
    const answer = made
      .run('implement_feature', call, INPUT, {
        signal: new AbortController().signal,
        progress: () =>
          listeners[0]?.passed({
            kind: 'refused',
            status: 429,
            message: 'slow down',
            retryAfterMs: 3_600_000,
            aside: false,
            uncounted: false,
          }),
      })
      .catch((error: unknown) => error);
    const error = await answer;
    expect(error).toBeInstanceOf(AccountLimitError);
    expect(error).toMatchObject({ retryAfterMs: 3_600_000 });
  });
});
