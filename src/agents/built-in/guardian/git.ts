import { execa, ExecaError } from 'execa';
import { TerminalAgentError, TransientAgentError } from '../../../domain/failure.ts';

/** Reads from one repository; rejects with the signal's reason when it is aborted. */
export type Git = (args: readonly string[], input?: string) => Promise<string>;

const MAX_OUTPUT_CHARACTERS = 512 * 1024 * 1024;

/**
 * Git on a bare repository, reading commits only: what lies in a checkout (attributes that hide a file from the diff,
 * filters, hooks) and the settings of the user and the system play no part.
 * @throws {TerminalAgentError} from the calls, when git refuses: a commit is missing, this is no repository.
 */
export function gitOf(repository: string, signal: AbortSignal): Git {
  const place = ['-C', repository, `--git-dir=${repository}`, '--bare', '-c', 'core.quotePath=false'];
  return (args, input) => runGit([...place, '-c', 'core.hooksPath=/dev/null', ...args], signal, input);
}

/** The commit that a checkout stands at. */
export async function headOf(checkout: string, signal: AbortSignal): Promise<string> {
  return (await runGit(['-C', checkout, 'rev-parse', 'HEAD'], signal)).trim();
}

async function runGit(args: readonly string[], signal: AbortSignal, input?: string): Promise<string> {
  signal.throwIfAborted();
  try {
    const { stdout } = await execa('git', args, {
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
      cancelSignal: signal,
      maxBuffer: MAX_OUTPUT_CHARACTERS,
      stripFinalNewline: false,
      extendEnv: false,
      env: {
        PATH: process.env['PATH'],
        LC_ALL: 'C',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_TERMINAL_PROMPT: '0',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_NO_REPLACE_OBJECTS: '1',
      },
    });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ExecaError)) throw error;
    const reason = String(error.stderr).trim() || error.shortMessage;
    if (error.signal !== undefined) throw new TransientAgentError(`Git was stopped: ${reason}`, { cause: error });
    throw new TerminalAgentError(`Git could not read the change: ${reason}`, { cause: error });
  }
}
