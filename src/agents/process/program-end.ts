import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { type ProcessResult, ProcessStartError } from './run-process.ts';

/** System errors of a start that may pass: too many processes or files, too little memory. */
const PASSING_CODES: readonly string[] = ['EAGAIN', 'ENOMEM', 'EMFILE'];

/** Throws the failure of an agent whose program could not be started, and anything else as it is. */
export function unstartable(error: unknown): never {
  if (!(error instanceof ProcessStartError)) throw error;
  const Failure = PASSING_CODES.includes(error.code) ? TransientAgentError : TerminalAgentError;
  throw new Failure(error.message, { cause: error });
}

const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

/** Whether a shell found no such program, or could not run it. */
export function cannotBeRun({ exitCode }: Pick<ProcessResult, 'exitCode'>): boolean {
  return exitCode === NOT_FOUND || exitCode === NOT_EXECUTABLE;
}

/** How a program ended, as words after "the agent". */
export function endWords({ exitCode, signal }: Pick<ProcessResult, 'exitCode' | 'signal'>): string {
  return signal === null ? `exited with code ${exitCode ?? '?'}` : `was killed by ${signal}`;
}

const TAIL_LINES = 20;
const TAIL_LENGTH = 4_000;

/** The last of what a program printed, as an error may show it. */
export function endOfOutput({ tail }: Pick<ProcessResult, 'tail'>): string {
  return tail.trimEnd().split('\n').slice(-TAIL_LINES).join('\n').slice(-TAIL_LENGTH);
}
