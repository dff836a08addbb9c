import { execa, ExecaError } from 'execa';
import { TerminalAgentError, TransientAgentError } from '../../../domain/failure.ts';

/** Reads from one repository; rejects with the signal's reason when it is aborted. */
export type GitReader = (args: readonly string[], input?: string) => Promise<string>;

/** The same, to the byte. */
export type GitBytes = (args: readonly string[], input: string) => Promise<Uint8Array>;

const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/**
 * Git on a bare repository, reading commits only: what lies in a checkout (attributes that hide a file from the diff,
 * filters, hooks) and the settings of the user and the system play no part.
 * @throws {TerminalAgentError} from the calls, when git refuses: a commit is missing, this is no repository.
 */
export function gitOf(repository: string, signal: AbortSignal): GitReader {
  return async (args, input) => Buffer.from(await runGit([...placeOf(repository), ...args], signal, input)).toString();
}

/** As `gitOf`, for contents of any kind. */
export function gitBytesOf(repository: string, signal: AbortSignal): GitBytes {
  return (args, input) => runGit([...placeOf(repository), ...args], signal, input);
}

function placeOf(repository: string): readonly string[] {
  const settings = ['-c', 'core.quotePath=false', '-c', 'core.hooksPath=/dev/null'];
  return ['-C', repository, `--git-dir=${repository}`, '--bare', ...settings];
}

async function runGit(args: readonly string[], signal: AbortSignal, input?: string): Promise<Uint8Array> {
  signal.throwIfAborted();
  try {
    const { stdout } = await execa('git', args, {
      encoding: 'buffer',
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
      cancelSignal: signal,
      maxBuffer: MAX_OUTPUT_BYTES,
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
    const reason =
      Buffer.from((error.stderr as Uint8Array | undefined) ?? [])
        .toString()
        .trim() || error.shortMessage;
    if (error.signal !== undefined) throw new TransientAgentError(`Git was stopped: ${reason}`, { cause: error });
    throw new TerminalAgentError(`Git could not read the change: ${reason}`, { cause: error });
  }
}
