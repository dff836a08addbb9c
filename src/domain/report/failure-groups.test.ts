import { describe, expect, it } from 'vitest';
import { errorGroupOf } from '../error-group.ts';
import { failureGroups as groupsBy, type TaskFailure } from './failure-groups.ts';

const failureGroups = (failures: readonly TaskFailure[], most: number) => groupsBy(failures, most, (text) => text);

const failure = (number: number, change: Partial<TaskFailure> = {}): TaskFailure => ({
  task_id: `chimera-${String(number).padStart(12, '0')}`,
  phase: 'CODE_IMPLEMENTATION',
  type: 'TransientAgentError',
  message: `connect ECONNREFUSED 127.0.0.1:${8_000 + number}`,
  at: number,
  ...change,
});

describe('failures', () => {
  it('are one group when they differ only by chance, with the latest as their example', () => {
    const groups = failureGroups([failure(1), failure(3), failure(2, { phase: 'GUARDIAN_REVIEW' })], 10);
    expect(groups).toEqual([
      {
        group: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
        type: 'TransientAgentError',
        pattern: 'connect ECONNREFUSED <n>',
        count: 3,
        phases: ['CODE_IMPLEMENTATION', 'GUARDIAN_REVIEW'],
        latest: 3,
        example: 'chimera-000000000003',
      },
    ]);
  });

  it('are told from the largest group to the smallest, of equals the latest first, and no more than asked for', () => {
    const failures = [
      failure(9, { message: 'rare' }),
      failure(1, { message: 'rarer' }),
      failure(2, { message: 'often' }),
      failure(3, { message: 'often' }),
    ];
    expect(failureGroups(failures, 10).map(({ pattern }) => pattern)).toEqual(['often', 'rare', 'rarer']);
    expect(failureGroups(failures, 2)).toHaveLength(2);
    expect(failureGroups([], 10)).toEqual([]);
  });

  it('of one message but different types are different groups', () => {
    expect(failureGroups([failure(1), failure(1, { type: 'TerminalAgentError' })], 10)).toHaveLength(2);
  });

  it('keep their group when something is hidden, and hide it whole', () => {
    const [secret, message] = ['s3cret-0815', 'the key s3cret-0815 is refused'];
    const [group] = groupsBy([failure(1, { message })], 10, (text) => text.replaceAll(secret, '[redacted]'));
    expect(group?.pattern).toBe('the key [redacted] is refused');
    expect(group?.group).toBe(errorGroupOf({ type: 'TransientAgentError', message }).id);
  });
});
