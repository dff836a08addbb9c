import { describe, expect, it } from 'vitest';
import { NEW_BREAKER } from '../../domain/circuit-breaker.ts';
import { answerFor, createIpcBreakers } from './breakers-over-ipc.ts';
import type { BreakerQuestion } from './messages.ts';

const enter = { kind: 'enter', token: 'a' } as const;

describe('breakers over the channel to the parent', () => {
  it('have each question answered by its own answer, in whatever order', async () => {
    const asked: BreakerQuestion[] = [];
    const { apply, answered } = createIpcBreakers((question) => asked.push(question));
    const both = [apply('coder-agent@shop', enter), apply('guardian-agent', enter)];
    expect(asked).toEqual([
      { kind: 'breaker', id: 1, agent: 'coder-agent@shop', event: enter },
      { kind: 'breaker', id: 2, agent: 'guardian-agent', event: enter },
    ]);
    answered({ kind: 'breaker', id: 2, outcome: { step: { breaker: NEW_BREAKER, reason: 'second' } } });
    answered({ kind: 'breaker', id: 1, outcome: { error: 'connection refused' } });
    answered({ kind: 'breaker', id: 1, outcome: { error: 'twice' } });
    await expect(both[0]).rejects.toThrow('connection refused');
    expect(await both[1]).toEqual({ breaker: NEW_BREAKER, reason: 'second' });
  });

  it('are not known when the parent is gone', async () => {
    const { apply } = createIpcBreakers(() => {
      throw new Error('the channel is closed');
    });
    await expect(apply('coder-agent', enter)).rejects.toThrow('the channel is closed');
  });
});

describe('the answer to a worker', () => {
  it('is what came of the event, or why nobody knows', async () => {
    const question = { kind: 'breaker', id: 7, agent: 'coder-agent', event: enter } as const;
    const step = { breaker: NEW_BREAKER };
    expect(await answerFor(() => Promise.resolve(step), question)).toEqual({
      kind: 'breaker',
      id: 7,
      outcome: { step },
    });
    const cause = new Error('connection refused');
    expect(await answerFor(() => Promise.reject(new Error('select …', { cause })), question)).toEqual({
      kind: 'breaker',
      id: 7,
      outcome: { error: 'connection refused' },
    });
  });
});
