import { NEW_ACCOUNT } from '../../domain/account/account.ts';
import { describe, expect, it } from 'vitest';
import { NEW_BREAKER } from '../../domain/circuit-breaker.ts';
import { answerFor, createIpcStore } from './questions-over-ipc.ts';
import type { WorkerQuestion } from './messages.ts';

const enter = { kind: 'enter', token: 'a' } as const;
const spender = { task_id: 'chimera-1', project: 'shop', phase: 'CODE_IMPLEMENTATION', now: 1 } as const;
const one = { usd: 0.5, tokens: 100 };
const spent = { phase: one, task: one, project_day: one, day: one };

describe('questions over the channel to the parent', () => {
  it('have each question answered by its own answer, in whatever order', async () => {
    const asked: WorkerQuestion[] = [];
    const { apply, readSpent, answered } = createIpcStore((question) => asked.push(question));
    const both = [apply('coder-agent@shop', enter), readSpent(spender)];
    expect(asked).toEqual([
      { kind: 'question', id: 1, asks: { of: 'breaker', agent: 'coder-agent@shop', event: enter } },
      { kind: 'question', id: 2, asks: { of: 'spent', spender } },
    ]);
    answered({ kind: 'answer', id: 2, outcome: { value: spent } });
    answered({ kind: 'answer', id: 1, outcome: { error: 'connection refused' } });
    answered({ kind: 'answer', id: 1, outcome: { error: 'twice' } });
    await expect(both[0]).rejects.toThrow('connection refused');
    expect(await both[1]).toEqual(spent);
  });

  it('are not known when the parent is gone', async () => {
    const { apply } = createIpcStore(() => {
      throw new Error('the channel is closed');
    });
    await expect(apply('coder-agent', enter)).rejects.toThrow('the channel is closed');
  });
});

describe('the answer to a worker', () => {
  it('is what was asked for, or why there is none', async () => {
    const step = { breaker: NEW_BREAKER };
    const cause = new Error('connection refused');
    const store = {
      apply: () => Promise.resolve(step),
      applyToAccount: () => Promise.resolve({ account: NEW_ACCOUNT }),
      readSpent: () => Promise.reject(new Error('select …', { cause })),
    };
    const asks = { of: 'breaker', agent: 'coder-agent', event: enter } as const;
    expect(await answerFor(store, { kind: 'question', id: 7, asks })).toEqual({
      ...{ kind: 'answer', id: 7, outcome: { value: step } },
    });
    const passing = { of: 'account', agent: 'claude', event: { kind: 'pass' } } as const;
    expect(await answerFor(store, { kind: 'question', id: 9, asks: passing })).toEqual({
      ...{ kind: 'answer', id: 9, outcome: { value: { account: NEW_ACCOUNT } } },
    });
    expect(await answerFor(store, { kind: 'question', id: 8, asks: { of: 'spent', spender } })).toEqual({
      ...{ kind: 'answer', id: 8, outcome: { error: 'connection refused' } },
    });
  });
});
