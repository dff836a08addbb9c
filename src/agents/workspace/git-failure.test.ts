import { describe, expect, it } from 'vitest';
import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { gitFailure } from './git-failure.ts';

describe('a git command that failed', () => {
  it.each([
    ['! [rejected] 1a -> chimera/x (stale info)'],
    [
      "error: cannot lock ref 'refs/heads/x': is at 1a but expected 2b\n ! [remote rejected] 2b -> x (failed to update ref)",
    ],
    ['fatal: unable to access: Could not resolve host: example.org'],
    [''],
  ])('may pass after: %s', (stderr) => {
    expect(gitFailure('push', stderr)).toBeInstanceOf(TransientAgentError);
  });

  it.each([
    ['! [remote rejected] x -> x (pre-receive hook declined)'],
    ['remote: Permission denied to me.'],
    ["fatal: repository 'https://example.org/x' not found"],
    ["remote: Repository does not exist\nfatal: it isn't there"],
    ["fatal: transport 'ext' not allowed"],
  ])('will not pass after: %s', (stderr) => {
    expect(gitFailure('push', stderr)).toBeInstanceOf(TerminalAgentError);
  });
});
