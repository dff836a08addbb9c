import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  PhaseLimitError,
  SilentAgentError,
  TerminalAgentError,
  TransientAgentError,
  AccountLimitError,
} from '../../domain/failure.ts';
import { acpPlace, type AcpSetup, CODER_INPUT, scriptedAcpAgent } from '../../../tests/support/agents/acp-trial.ts';
import { readProcessTable } from '../../host/process-table.ts';
import { type AgentCase, describeAgent } from '../agent.testsuite.ts';

const coding = (behaviour: string) => (): AgentCase => ({
  agent: scriptedAcpAgent(behaviour).agent,
  action: 'implement_feature',
  input: CODER_INPUT,
});

describeAgent('An agent of the Agent Client Protocol', {
  answers: { 'writing code': coding('work') },
  hangs: coding('hang'),
  transient: coding('crash'),
  terminal: coding('signed-out'),
});

describe('an agent of the Agent Client Protocol', () => {
  const place = acpPlace();

  const run = (behaviour: string, more?: AcpSetup, input: AgentCase['input'] = CODER_INPUT) =>
    scriptedAcpAgent(behaviour, more).agent.run('implement_feature', place.call, input as typeof CODER_INPUT, {
      signal: new AbortController().signal,
      progress: () => undefined,
    });
  const failed = (behaviour: string, more?: AcpSetup) =>
    run(behaviour, more).then(
      () => Promise.reject(new Error('it answered')),
      (error: unknown) => error as Error,
    );
  const log = () => readFile(join(place.call.artifacts, 'agent.log'), 'utf8');

  it('works in the worktree, and its last words are the summary', async () => {
    expect(await run('work')).toMatchObject({ summary: 'Added the feature.' });
    expect(await readFile(join(place.call.workspace, 'feature.txt'), 'utf8')).toBe('changed\n');
    expect(await log()).toContain('permission given: edit');
  });

  it('is told the feature, the test, the project’s tests, the rules and what was wrong, in words', async () => {
    const file = join(place.root, 'prompt.txt');
    const findings = [{ rule: 'size', severity: 'ERROR', message: 'too large', file: 'a.ts', line: 3 }] as const;
    await run(
      'work',
      { env: { PROMPT_FILE: file } },
      { ...CODER_INPUT, feedback: { from: 'GUARDIAN_REVIEW', findings } },
    );
    const prompt = await readFile(file, 'utf8');
    for (const part of [
      'Feature: A cart',
      CODER_INPUT.test_path,
      'npm test',
      'ERROR: too large (a.ts:3)',
      'Do not commit',
    ]) {
      expect(prompt).toContain(part);
    }
  });

  it('is told what an attempt before left, whatever the words', async () => {
    const left = Array.from({ length: 22 }, (_, index) => `src/${index}.ts`);
    place.call = { ...place.call, left };
    const file = join(place.root, 'prompt.txt');
    await run('work', { env: { PROMPT_FILE: file }, prompt: '{{test_path}} {{feature}}' });
    const prompt = await readFile(file, 'utf8');
    for (const part of ['stands in the worktree, not committed', '- src/19.ts', '- and 2 more']) {
      expect(prompt).toContain(part);
    }
    expect(prompt).not.toContain('src/20.ts');
  });

  it('is told its work in words of one’s own', async () => {
    const file = join(place.root, 'prompt.txt');
    await run('work', { env: { PROMPT_FILE: file }, prompt: 'Make {{test_path}} pass: {{feature}}{{feedback}}' });
    expect(await readFile(file, 'utf8')).toBe(`Make ${CODER_INPUT.test_path} pass: Feature: A cart`);
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
    const rows = await readProcessTable(`CHIMERA_TASK_ID=${place.call.task_id}`);
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
    const { agent: made, listeners } = scriptedAcpAgent('work');
    const answer = made.run('implement_feature', place.call, CODER_INPUT, {
      signal: new AbortController().signal,
      progress: () =>
        listeners[0]?.passed({ kind: 'refused', status: 500, message: 'overloaded', aside: false, uncounted: false }),
    });
    await expect(answer).rejects.toThrow('The model answered 500 Internal Server Error: overloaded');
  });

  it('whose model refused what was asked aside, for a title, say, may well have succeeded', async () => {
    const { agent: made, listeners } = scriptedAcpAgent('work');
    const answer = made.run('implement_feature', place.call, CODER_INPUT, {
      signal: new AbortController().signal,
      progress: () => {
        listeners[0]?.passed({ kind: 'answered', aside: false, uncounted: false });
        listeners[0]?.passed({ kind: 'refused', status: 500, message: 'overloaded', aside: true, uncounted: false });
      },
    });
    expect(await answer).toMatchObject({ summary: 'Added the feature.' });
  });

  it('whose model names a long wait is ended at once, and waited for beyond that time', async () => {
    const { agent: made, listeners } = scriptedAcpAgent('hang');
    const answer = made
      .run('implement_feature', place.call, CODER_INPUT, {
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
