import { describe, expect, it } from 'vitest';
import { TerminalAgentError, TransientAgentError, TryAgainLaterError } from '../../domain/failure.ts';
import { agentErrorOf } from './failure.ts';

const DAY_MS = 86_400_000;
const busy = { type: 'error', transient: true, message: 'busy' } as const;

describe('an error message of an agent', () => {
  it.each([
    ['may pass', busy, undefined, new TransientAgentError('busy')],
    ['will not pass', { ...busy, transient: false }, undefined, new TerminalAgentError('busy')],
    ['names a time', { ...busy, retry_after_seconds: 2.5 }, undefined, new TryAgainLaterError('busy', 2_500)],
    ['came with a time', busy, 7_000, new TryAgainLaterError('busy', 7_000)],
    ['has its own time win', { ...busy, retry_after_seconds: 3 }, 7_000, new TryAgainLaterError('busy', 3_000)],
    ['waits a second at least', { ...busy, retry_after_seconds: 0 }, undefined, new TryAgainLaterError('busy', 1_000)],
    ['waits a day at most', { ...busy, retry_after_seconds: 1e300 }, undefined, new TryAgainLaterError('busy', DAY_MS)],
    [
      'will not pass, whatever time it names',
      { ...busy, transient: false, retry_after_seconds: 3 },
      7_000,
      new TerminalAgentError('busy'),
    ],
  ])('%s', (_what, message, retryAfterMs, error) => {
    const made = agentErrorOf(message, retryAfterMs);
    expect(made).toEqual(error);
    expect(made.name).toBe(error.name);
  });
});
