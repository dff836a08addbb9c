import { stripVTControlCharacters } from 'node:util';
import { TerminalAgentError, TransientAgentError } from '../../../domain/failure.ts';
import type { Finding } from '../../../domain/phase-result.ts';
import { type ProcessResult, ProcessStartError, runProcess } from '../../process/run-process.ts';
import type { Confine } from '../../sandbox/sandbox.ts';

/** One of the project's own checks; `command` is a shell command line, undefined where the project declares none. */
export interface ProjectCheck {
  readonly rule: 'lint' | 'test';
  readonly command: string | undefined;
  /** The project's root, set up, with the reviewed commit. */
  readonly directory: string;
  readonly task_id: string;
  readonly confine: Confine;
  /** In what surroundings it runs, in words that go on a sentence. */
  readonly conditions: string;
}

/** What a check found, and the end of its output where it has run (at most 64 KiB). */
export interface CheckOutcome {
  readonly findings: readonly Finding[];
  readonly output?: string;
}

const TAIL_LINES = 20;
const TAIL_CHARACTERS = 4_000;

const KILLED_BY = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);
// How a shell reports that its command was ended by one of these signals: 128 and the signal's number.
const KILLED_CODES = new Set([129, 130, 137, 143]);
const CANNOT_EXECUTE = 126;
const NOT_FOUND = 127;

/**
 * Runs a check of the project: an ERROR with the end of its output when it fails, an INFO when there is none.
 * @throws {TerminalAgentError} when the command cannot be found or executed.
 * @throws {TransientAgentError} when something killed it. Rejects with the signal's reason when that is aborted.
 */
export async function runProjectCheck(
  check: ProjectCheck,
  signal: AbortSignal,
  mask: (text: string) => string,
): Promise<CheckOutcome> {
  const { rule, command } = check;
  if (command === undefined) {
    return { findings: [{ rule, severity: 'INFO', message: `The project declares no ${rule} command: not checked.` }] };
  }
  const result = await runCommand(command, check, signal);
  const output = mask(stripVTControlCharacters(result.tail));
  const last = tailOf(output);
  if (result.exitCode === NOT_FOUND || result.exitCode === CANNOT_EXECUTE) {
    throw new TerminalAgentError(`The ${rule} command "${command}" cannot be run: ${last}`);
  }
  const killed = result.signal === null ? KILLED_CODES.has(result.exitCode ?? 0) : KILLED_BY.has(result.signal);
  if (killed) throw new TransientAgentError(`The ${rule} command "${command}" was killed (${endOf(result)}).`);
  if (result.exitCode === 0) return { findings: [], output };
  const message = `The project's ${rule} command fails ("${command}", ${endOf(result)}). It ran ${check.conditions}.\n${last}`;
  return { findings: [{ rule, severity: 'ERROR', message }], output };
}

async function runCommand(command: string, check: ProjectCheck, signal: AbortSignal): Promise<ProcessResult> {
  try {
    return await runProcess({
      command,
      cwd: check.directory,
      confine: check.confine,
      signal,
      // CI keeps test runners from waiting for changes.
      env: { CI: 'true', NO_COLOR: '1', CHIMERA_TASK_ID: check.task_id },
    });
  } catch (error) {
    if (!(error instanceof ProcessStartError)) throw error;
    const Failure = error.code === 'EAGAIN' ? TransientAgentError : TerminalAgentError;
    throw new Failure(error.message, { cause: error });
  }
}

function endOf({ exitCode, signal }: ProcessResult): string {
  return signal ?? `exit code ${exitCode ?? 'unknown'}`;
}

function tailOf(output: string): string {
  return output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n').slice(-TAIL_CHARACTERS);
}
