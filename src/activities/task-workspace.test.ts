import { describe, expect, it } from 'vitest';
import { phaseInput } from '../../tests/support/activities/phase-input.ts';
import { commitMessage } from './task-workspace.ts';

const subjectOf = (feature: string): string | undefined =>
  commitMessage('Implement', phaseInput('CODE_IMPLEMENTATION', { feature })).split('\n')[0];

describe('the message of a commit', () => {
  it('names the kind and the feature, then the task, the phase and the round', () => {
    const input = phaseInput('CODE_IMPLEMENTATION', { feature: 'Open the cart. See "Total".', round: 2 });
    expect(commitMessage('Rework', input)).toBe(
      'Rework: Open the cart. See "Total".\n\nTask chimera-0123456789ab, CODE_IMPLEMENTATION, round 2.',
    );
  });

  it('takes the first line that says something, without its keyword', () => {
    expect(subjectOf('\n  Feature:   pay as a guest\n  Scenario: …')).toBe('Implement: pay as a guest');
  });

  it('keeps a subject within 72 characters', () => {
    expect(subjectOf('x'.repeat(61))).toBe(`Implement: ${'x'.repeat(61)}`);
    expect(subjectOf('x'.repeat(62))).toBe(`Implement: ${'x'.repeat(60)}…`);
  });

  it('has a subject whatever the feature is', () => {
    expect(subjectOf(' \n ')).toBe('Implement: ');
  });
});
