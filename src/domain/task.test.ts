import { describe, expect, it } from 'vitest';
import { DeploymentLostError, PhaseLimitError, TerminalAgentError, TransientAgentError } from './failure.ts';
import { PHASE_PROFILES, phaseAfter, PHASES } from './phase.ts';
import { idempotencyKey, isPriority, isTaskId } from './task.ts';

describe('a task', () => {
  it.each(['chimera-0123456789ab'])('is named %s', (id) => {
    expect(isTaskId(id)).toBe(true);
  });

  it.each(['chimera-0123456789AB', 'chimera-0123456789a', 'task-0123456789ab', 'chimera-0123456789abc', ''])(
    'is never named “%s”',
    (id) => {
      expect(isTaskId(id)).toBe(false);
    },
  );

  it('makes the side effects of a phase and round under one key', () => {
    expect(idempotencyKey('chimera-0123456789ab', 'STAGING_DEPLOYMENT', 2)).toBe(
      'chimera-0123456789ab:STAGING_DEPLOYMENT:2',
    );
  });
});

describe('the phases', () => {
  it('follow one another', () => {
    expect(PHASES.map(phaseAfter)).toEqual([...PHASES.slice(1), undefined]);
  });

  it('have the limits of 5, 30, 10, 15 and 10 minutes', () => {
    expect(PHASES.map((phase) => PHASE_PROFILES[phase].limitSeconds / 60)).toEqual([5, 30, 10, 15, 10]);
  });
});

describe('an error', () => {
  it('is named by its class', () => {
    const errors = [TransientAgentError, TerminalAgentError, PhaseLimitError, DeploymentLostError];
    expect(errors.map((Failure) => new Failure('x').name)).toEqual([
      'TransientAgentError',
      'TerminalAgentError',
      'PhaseLimitError',
      'DeploymentLostError',
    ]);
  });
});

describe('a priority', () => {
  it.each([1, 5, 10])('may be %s', (value) => {
    expect(isPriority(value)).toBe(true);
  });

  it.each([0, 11, 2.5, Number.NaN, '5', null, undefined])('may not be %s', (value) => {
    expect(isPriority(value)).toBe(false);
  });
});
