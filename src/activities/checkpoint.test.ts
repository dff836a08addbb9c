import { describe, expect, it } from 'vitest';
import { TerminalAgentError } from '../domain/failure.ts';
import { handedOn } from './checkpoint.ts';

describe('what was handed on', () => {
  it('is taken as it is, and missed by its name', () => {
    const all = { change: { commit_sha: 'c2' } };
    expect(handedOn(all, 'change')).toEqual({ commit_sha: 'c2' });
    expect(() => handedOn(all, 'test')).toThrow(new TerminalAgentError('The phase was handed no test.'));
  });
});
