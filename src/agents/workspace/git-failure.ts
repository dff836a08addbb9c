import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';

const MAY_PASS =
  /could not resolve|connection (refused|reset|closed|timed out)|timed out|network is unreachable|early EOF|HTTP 5\d\d|error: 5\d\d/i;

const WILL_NOT_PASS =
  /not appear to be a git repository|couldn't find remote ref|authentication failed|could not read (username|password)|permission denied|access denied|dubious ownership|remote rejected|hook declined|no such file or directory/i;

/** What says it only together with what follows on the same line. */
const LOCKED = { begin: 'cannot lock ref ', ends: ['is at', 'already exists'] };
const MISSING = { begin: 'repository ', ends: ['not found', 'not exist'] };
const FORBIDDEN = { begin: 'transport ', ends: [' not allowed'] };

const CREDENTIALS = /\/\/[^/@\s]+@/g;

/** A failed git command as an error: terminal where its words say that trying again is no use, else transient. */
export function gitFailure(command: string, stderr: string): TransientAgentError | TerminalAgentError {
  const words = stderr.trim().replaceAll(CREDENTIALS, '//***@').split('\n').slice(-5).join('\n');
  const message = `git ${command} failed: ${words === '' ? 'it said nothing' : words}`;
  const willNotPass = WILL_NOT_PASS.test(stderr) || says(stderr, MISSING) || says(stderr, FORBIDDEN);
  const terminal = willNotPass && !MAY_PASS.test(stderr) && !says(stderr, LOCKED);
  return terminal ? new TerminalAgentError(message) : new TransientAgentError(message);
}

function says(text: string, { begin, ends }: { readonly begin: string; readonly ends: readonly string[] }): boolean {
  return text
    .toLowerCase()
    .split('\n')
    .some((line) => {
      const at = line.indexOf(begin);
      return at !== -1 && ends.some((end) => line.includes(end, at));
    });
}
