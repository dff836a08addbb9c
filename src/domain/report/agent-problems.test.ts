import { describe, expect, it } from 'vitest';
import { DEFAULT_HEALTH_SETTINGS } from '../health/settings.ts';
import { type AgentRecord, agentProblems as problemsBy, callSuccess } from './agent-problems.ts';

const agentProblems = (record: Omit<AgentRecord, 'state'> & Partial<AgentRecord>) =>
  problemsBy({ state: 'HEALTHY', ...record }, DEFAULT_HEALTH_SETTINGS.success);

describe('an agent', () => {
  it('that is called and answers has no problem, nor has one that nobody knows the breaker of', () => {
    expect(agentProblems({ breaker: 'CLOSED', answered: 8, failed: 2 })).toEqual([]);
    expect(agentProblems({ breaker: undefined, answered: 0, failed: 0 })).toEqual([]);
  });

  it.each(['OPEN', 'HALF_OPEN'] as const)('whose breaker is %s is named', (breaker) => {
    expect(agentProblems({ breaker, answered: 0, failed: 0 })).toEqual([`its circuit breaker is ${breaker}`]);
  });

  it.each([
    ['EXPECTED', []],
    ['DEGRADED', []],
    ['CRITICAL', ['its heartbeats are late']],
    ['FAILED', ['no worker that can call it gives a sign of life']],
    [undefined, []],
  ] as const)('that is %s by its heartbeats has the problems %j', (state, problems) => {
    expect(agentProblems({ state, breaker: 'CLOSED', answered: 0, failed: 0 })).toEqual(problems);
  });

  it('that fails more than a fifth of at least five calls is named', () => {
    expect(agentProblems({ breaker: 'CLOSED', answered: 7, failed: 3 })).toEqual([
      '3 of 10 calls failed: 70 % were answered',
    ]);
    expect(agentProblems({ breaker: 'CLOSED', answered: 0, failed: 4 })).toEqual([]);
  });

  it('has a share of answered calls once it was called', () => {
    expect(callSuccess({ answered: 3, failed: 1 })).toBe(0.75);
    expect(callSuccess({ answered: 0, failed: 0 })).toBeNull();
  });
});
