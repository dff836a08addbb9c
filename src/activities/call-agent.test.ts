import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelledFailure } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, fakePorts } from '../../tests/support/activities/fake-ports.ts';
import { memoryAccounts } from '../../tests/support/activities/memory-accounts.ts';
import { memoryBreakers } from '../../tests/support/activities/memory-breakers.ts';
import { attemptOf, phaseInput } from '../../tests/support/activities/phase-input.ts';
import {
  AccountLimitError,
  PhaseLimitError,
  TerminalAgentError,
  TransientAgentError,
  TryAgainLaterError,
} from '../domain/failure.ts';
import { createJournal, type Journal, type JournalReader } from '../journal/event.ts';
import { maskOf } from '../observability/mask.ts';
import { callAgent } from './call-agent.ts';
import type { ActivityPorts } from './ports.ts';

let root: string;
let artifacts: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chimera-evidence-'));
  artifacts = join(root, 'GUARDIAN_REVIEW-1');
  await mkdir(join(artifacts, 'pictures'), { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

const review = { decision: 'approved', score: 1, findings: [] };
const picture = {
  name: 'picture.png',
  kind: 'screenshot',
  path: 'pictures/picture.png',
  media_type: 'image/png',
  bytes: 0,
} as const;

function call(
  answer: Ask,
  {
    signal = new AbortController().signal,
    breakers = memoryBreakers().breakers,
    accounts = memoryAccounts().accounts,
    readers = [] as JournalReader[],
  } = {},
) {
  const project = { agents: { 'guardian-agent': { command: 'review', env: {} } } };
  const { ports, calls, counted, recordedCalls } = fakePorts({
    answers: { review_change: answer },
    artifacts,
    project,
    breakers,
    accounts,
  });
  const begun: string[] = [];
  const progress: string[] = [];
  const extra = createJournal(readers);
  const journal: Journal = {
    tell: (event) => {
      ports.journal.tell(event);
      extra.tell(event);
    },
  };
  const begin: ActivityPorts['artifacts']['begin'] = async (task, phase, round) => {
    begun.push(phase);
    return ports.artifacts.begin(task, phase, round);
  };
  const work = {
    input: phaseInput('GUARDIAN_REVIEW'),
    signal,
    progress: (message: string) => void progress.push(message),
    attempt: attemptOf('GUARDIAN_REVIEW'),
    mask: maskOf(['hunter2-4711']),
  };
  const workspace = { directory: '/workspace', repository: '/mirror', homes: '/homes', base_commit: 'c0' };
  const input = { test_path: 't', test_commit: 'c1', commit_sha: 'c2' };
  return {
    calls,
    begun,
    progress,
    counted,
    recordedCalls,
    answered: callAgent(
      { ...ports, journal, artifacts: { ...ports.artifacts, begin } },
      work,
      'review_change',
      workspace,
      input,
    ),
  };
}

describe('a call of an agent', () => {
  it('whose error holds a secret has it hidden from the breaker and from all others', async () => {
    const { answered } = call(() => {
      throw new TransientAgentError('with hunter2-4711');
    });
    await expect(answered).rejects.toThrow(/^with \[redacted\]$/);
  });

  it('is recorded with its outcome and what it used', async () => {
    const usage = { tokens_used: 900, cost_usd: 0.01 };
    const well = call((_call, _input, { account }) => {
      account?.about({ session: 's-1' });
      account?.spent({ outcome: 'told', tokens: 600, cost_usd: 0.01 });
      account?.spent({ outcome: 'told', tokens: 300 });
      account?.about({ stop_reason: 'end_turn' });
      return review;
    });
    await well.answered;
    const failed = call((_call, _input, { account }) => {
      account?.spent({ outcome: 'told', tokens: 7 });
      throw new TransientAgentError('busy');
    });
    await failed.answered.catch(() => undefined);
    const about = {
      agent: 'guardian-agent@shop',
      task_id: phaseInput('GUARDIAN_REVIEW').task_id,
      project: 'shop',
      phase: 'GUARDIAN_REVIEW',
      round: 1,
      ended_at: '1970-01-01T00:00:01.000Z',
      duration_ms: 0,
    };
    const id = expect.any(String) as string;
    const session = { session: 's-1', stop_reason: 'end_turn' };
    expect(well.recordedCalls).toEqual([{ ...about, ...usage, ...session, id, outcome: 'answered' }]);
    expect(failed.recordedCalls).toEqual([{ ...about, tokens_used: 7, id, outcome: 'transient' }]);
    expect(well.recordedCalls[0]?.id).not.toBe(failed.recordedCalls[0]?.id);
  });

  it('is told of while it runs, with its progress, by the name of its breaker', async () => {
    const told: string[] = [];
    const { answered, progress } = call(
      (_call, _input, context) => {
        context.progress('compiling');
        return review;
      },
      {
        readers: [
          {
            call_began: (event) => void told.push(`${event.call.agent} began`),
            call_progressed: () => void told.push('progressed'),
            call_ended: ({ end }) => void told.push(end),
          },
        ],
      },
    );
    await answered;
    expect(told).toEqual(['guardian-agent@shop began', 'progressed', 'answered']);
    expect(progress).toEqual(['compiling']);
  });

  it('tells it the task, the feature and where to put its evidence', async () => {
    const { calls, answered } = call(() => review);
    await answered;
    expect(calls[0]?.call).toMatchObject({
      feature: 'Feature: pay',
      target_url: 'http://127.0.0.1:1',
      project: { name: 'shop' },
      phase: 'GUARDIAN_REVIEW',
      artifacts,
    });
  });

  it('keeps the evidence with its real size, by its path in the task’s folder', async () => {
    const { answered } = call(async (_call, _input, { account }) => {
      await writeFile(join(artifacts, picture.path), 'four');
      account?.spent({ outcome: 'told', cost_usd: 0.1 });
      return { ...review, artifacts: [picture] };
    });
    expect((await answered).evidence).toEqual({
      artifacts: [{ ...picture, path: 'GUARDIAN_REVIEW-1/pictures/picture.png', bytes: 4 }],
      usage: { tokens_used: 0, cost_usd: 0.1 },
    });
  });

  it.each(['missing.png', 'pictures'])('refuses the evidence “%s”, which is no file', async (path) => {
    const { answered } = call(() => ({ ...review, artifacts: [{ ...picture, path }] }));
    await expect(answered).rejects.toThrow(`The agent names the artifact “${path}”, but left no such file.`);
  });

  it('goes through the breaker of the project’s agent, and its evidence is looked at after that', async () => {
    const { breakers, kept, events } = memoryBreakers();
    kept.set('guardian-agent@shop', { state: 'CLOSED', generation: 0, consecutive_failures: 1 });
    const { answered } = call(() => ({ ...review, artifacts: [{ ...picture, path: 'missing.png' }] }), { breakers });
    await expect(answered).rejects.toThrow('left no such file');
    expect(events).toEqual(['guardian-agent@shop enter', 'guardian-agent@shop succeeded']);
  });

  it('that meets a limit closes the account at once, for all others too, and says nothing against the agent', async () => {
    const { accounts, kept, events } = memoryAccounts();
    const { breakers, events: ofBreaker } = memoryBreakers();
    const limit = new AccountLimitError('The model answered 429 for hunter2-4711.', 90_000);
    const closes: string[] = [];
    const { answered } = call(
      (_call, _input, { account }) => {
        account?.limited(limit);
        throw limit;
      },
      {
        accounts,
        breakers,
        readers: [{ account_closed: ({ agent, reason }) => void closes.push(`${agent}: ${reason}`) }],
      },
    );
    await expect(answered).rejects.toMatchObject({
      ...{ name: 'AccountClosedError', agent: 'guardian-agent@shop', retryAfterMs: 150_000, cause: limit },
    });
    const reason = 'The model answered 429 for [redacted].';
    expect(kept.get('guardian-agent@shop')?.closing?.reason).toBe(reason);
    expect(closes).toEqual([`guardian-agent@shop: ${reason}`]);
    expect(events).toEqual(['guardian-agent@shop enter', 'guardian-agent@shop limited']);
    expect(ofBreaker).toEqual(['guardian-agent@shop enter']);
    const later = call(() => review, { accounts });
    await expect(later.answered).rejects.toMatchObject({ name: 'AccountClosedError', retryAfterMs: 155_000 });
    expect(later.calls).toEqual([]);
  });

  it('under way is stopped at its next question to a model, when another one met the limit', async () => {
    const { accounts } = memoryAccounts();
    const other = await accounts.enter('guardian-agent@shop');
    const { answered } = call(
      async (_call, _input, { account, signal }) => {
        expect(await account?.refusal()).toBeUndefined();
        await other.limited(new AccountLimitError('429', 90_000));
        expect(await account?.refusal()).toMatch('takes no call now: 429');
        signal.throwIfAborted();
        return review;
      },
      { accounts },
    );
    await expect(answered).rejects.toMatchObject({ name: 'AccountClosedError', retryAfterMs: 155_000 });
  });

  it('is not made, and no folder for evidence begun, while the breaker is open', async () => {
    const { breakers, kept } = memoryBreakers();
    kept.set('guardian-agent@shop', { state: 'OPEN', generation: 1, consecutive_failures: 5, since: 0 });
    const { calls, begun, answered } = call(() => review, { breakers });
    await expect(answered).rejects.toMatchObject({ name: 'CircuitBreakerOpenError', agent: 'guardian-agent@shop' });
    expect(calls).toEqual([]);
    expect(begun).toEqual([]);
  });

  it('is counted by how it ended, with the class of its error', async () => {
    const ends = [
      [() => review, 'status="succeeded"'],
      [() => Promise.reject(new TransientAgentError('away')), 'class="transient"'],
      [() => Promise.reject(new TerminalAgentError('refused')), 'class="terminal"'],
      [() => Promise.reject(new TryAgainLaterError('busy', 1_000)), 'status="interrupted"'],
    ] as const;
    for (const [answer, label] of ends) {
      const { answered, counted } = call(answer);
      await answered.catch(() => undefined);
      expect(await counted()).toMatch(new RegExp(`agent_(executions|failures)_total{.*${label}} 1\n`));
      expect(await counted()).toContain('active_executions{agent="guardian-agent@shop"} 0');
    }
  });

  it('that was stopped counts as that, whatever it says in the end', async () => {
    for (const [reason, label] of [
      [new PhaseLimitError('its limit'), 'agent_failures_total{agent="guardian-agent@shop",class="limit"} 1'],
      [new CancelledFailure('shutdown'), 'agent_executions_total{agent="guardian-agent@shop",status="interrupted"} 1'],
    ] as const) {
      const stop = new AbortController();
      const answer: Ask = () => {
        stop.abort(reason);
        return Promise.reject(new TransientAgentError('killed'));
      };
      const { answered, counted } = call(answer, { signal: stop.signal });
      await answered.catch(() => undefined);
      expect(await counted()).toContain(label);
    }
  });

  it('is not made any more when the task was stopped meanwhile', async () => {
    const { calls, answered } = call(() => review, { signal: AbortSignal.abort(new Error('stopped')) });
    await expect(answered).rejects.toThrow('stopped');
    expect(calls).toEqual([]);
  });
});
