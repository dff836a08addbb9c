import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { type ProcessResult, ProcessStartError } from '../process/run-process.ts';

/** The failure of a program that could not be started; throws anything else as it is. */
export function unstartable(error: unknown): never {
  if (!(error instanceof ProcessStartError)) throw error;
  const passes = ['EAGAIN', 'ENOMEM', 'EMFILE'].includes(error.code);
  throw passes
    ? new TransientAgentError(error.message, { cause: error })
    : new TerminalAgentError(error.message, { cause: error });
}

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** The failure of an agent whose connection ended before it was done; `ended` is undefined while its program still runs. */
export function endedEarly(ended: ProcessResult | undefined, cause: unknown): Error {
  const words = ended?.tail.trim().split('\n').slice(-20).join('\n').slice(-4_000) ?? '';
  const tail = words === '' ? '' : ` Its errors end with:\n${words}`;
  if (ended === undefined) {
    return new TransientAgentError(`The agent closed its connection before it was done.${tail}`, { cause });
  }
  if (ended.exitCode === NOT_FOUND || ended.exitCode === NOT_EXECUTABLE) {
    return new TerminalAgentError(`The agent’s program could not be run (exit code ${ended.exitCode}).${tail}`);
  }
  const how = ended.signal === null ? `exited with code ${ended.exitCode ?? '?'}` : `was killed by ${ended.signal}`;
  return new TransientAgentError(`The agent ${how} before it was done.${tail}`);
}
