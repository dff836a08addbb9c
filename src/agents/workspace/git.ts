import { execa } from 'execa';
import { TerminalAgentError } from '../../domain/failure.ts';
import { gitFailure } from './git-failure.ts';
import { gitEnvironment, settingArguments } from './git-settings.ts';
import { lfsFailure } from './lfs.ts';

/** One git command's input, and the exit codes besides 0 that are answers rather than failures. */
export interface GitCall {
  readonly input?: string;
  /** A file that is given as input instead. */
  readonly inputFile?: string;
  /** A file that takes the output, to the byte; nothing is returned of it then. */
  readonly outputFile?: string;
  /** An index in place of the repository's own. */
  readonly index?: string;
  readonly accept?: readonly number[];
  /** Settings for this command, `name=value`. */
  readonly settings?: readonly string[];
}

/** What git printed; `exitCode` is 0 or an accepted one. */
export interface GitOutput {
  readonly stdout: string;
  readonly exitCode: number;
}

/** Runs git in one repository. @throws {TransientAgentError | TerminalAgentError} */
export type Git = (args: readonly string[], call?: GitCall) => Promise<GitOutput>;

/** Where git works: a repository's directory, and the files it is checked out to, if any. */
export interface GitPlace {
  readonly gitDirectory: string;
  readonly worktree?: string;
  /** A directory with objects that are read besides the repository's own. */
  readonly borrowedObjects?: string;
  /** Settings for this place, `name=value`. */
  readonly settings?: readonly string[];
  readonly signal?: AbortSignal;
}

const TIME_LIMIT_MS = 15 * 60_000;
const MAX_OUTPUT = 64 * 1024 * 1024;

/** A git that works in one place, whatever the `.git` there says; it runs no shell, no hook and reads no one's configuration. */
export function gitIn({ gitDirectory, worktree, borrowedObjects, settings, signal }: GitPlace): Git {
  const place = [`--git-dir=${gitDirectory}`, ...(worktree === undefined ? [] : [`--work-tree=${worktree}`])];
  const leading = ['--no-pager', '--literal-pathspecs', ...settingArguments(settings), ...place];
  return async (args, { input, inputFile, outputFile, index, accept = [], settings: own = [] } = {}) => {
    const result = await execa('git', [...leading, ...own.flatMap((setting) => ['-c', setting]), ...args], {
      cwd: worktree ?? gitDirectory,
      env: {
        ...gitEnvironment(),
        ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
        ...(borrowedObjects === undefined ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: borrowedObjects }),
      },
      extendEnv: false,
      ...(inputFile === undefined ? { input: input ?? '' } : { inputFile }),
      ...(outputFile === undefined ? {} : { stdout: { file: outputFile } }),
      stripFinalNewline: false,
      timeout: TIME_LIMIT_MS,
      maxBuffer: MAX_OUTPUT,
      reject: false,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    if (result.isCanceled) signal?.throwIfAborted();
    if (result.code === 'ENOENT') throw new TerminalAgentError('git could not be started: is it installed?');
    const { exitCode } = result;
    const stdout = outputFile === undefined ? result.stdout : '';
    if (exitCode === undefined || (exitCode !== 0 && !accept.includes(exitCode))) {
      throw lfsFailure(result.stderr) ?? gitFailure(args[0] ?? '', result.stderr || (result.shortMessage ?? ''));
    }
    return { stdout, exitCode };
  };
}

/** The fields of git's NUL-terminated output. */
export function fieldsOf({ stdout }: GitOutput): string[] {
  return stdout.split('\0').slice(0, -1);
}
