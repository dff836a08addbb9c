import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';

const MAY_PASS =
  /could not resolve|connection (refused|reset|closed|timed out)|timed out|network is unreachable|early EOF|HTTP 5\d\d|error: 5\d\d|cannot lock ref .*(is at|already exists)/i;

const WILL_NOT_PASS =
  /not appear to be a git repository|repository .*not (found|exist)|couldn't find remote ref|authentication failed|could not read (username|password)|permission denied|access denied|dubious ownership|transport .* not allowed|remote rejected|hook declined|no such file or directory/i;

const CREDENTIALS = /\/\/[^/@\s]+@/g;

/** A failed git command as an error: terminal where its words say that trying again is no use, else transient. */
export function gitFailure(command: string, stderr: string): TransientAgentError | TerminalAgentError {
  const words = stderr.trim().replaceAll(CREDENTIALS, '//***@').split('\n').slice(-5).join('\n');
  const message = `git ${command} failed: ${words === '' ? 'it said nothing' : words}`;
  const terminal = WILL_NOT_PASS.test(stderr) && !MAY_PASS.test(stderr);
  return terminal ? new TerminalAgentError(message) : new TransientAgentError(message);
}
