import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import type { AgentAction } from '../../domain/phase.ts';
import { endWords, cannotBeRun, endOfOutput } from '../process/program-end.ts';
import type { ProcessResult } from '../process/run-process.ts';
import { agentErrorOf } from '../protocol/failure.ts';
import type { FinalMessage } from '../protocol/message.ts';
import type { ActionAnswer } from '../agent.ts';
import { readResult } from '../protocol/result.ts';

/** How a program ended: what it said last, and how it exited. */
export interface ProgramOutcome {
  readonly finals: readonly FinalMessage[];
  readonly ended: Pick<ProcessResult, 'exitCode' | 'signal' | 'tail'>;
}

/**
 * The answer of a program that ended.
 *
 * An error line decides by itself. Else a crash, told by a signal or an exit code other than 0, may pass; everything
 * else that is no answer will not: no program (126, 127), no result line, more than one, one that does not hold what
 * the action asks for. Success is only what says so.
 * @throws {TransientAgentError | TerminalAgentError | TryAgainLaterError}
 */
export function answerOfProgram<A extends AgentAction>(action: A, { finals, ended }: ProgramOutcome): ActionAnswer[A] {
  const [final, ...more] = finals;
  if (more.length > 0)
    throw terminal(`The agent ended its work ${finals.length} times: one result or error line ends it`, ended);
  if (final?.type === 'error') throw agentErrorOf(final);
  if (cannotBeRun(ended)) {
    throw terminal(`The agent's command could not be run (exit code ${ended.exitCode})`, ended);
  }
  if (ended.exitCode !== 0) {
    throw new TransientAgentError(withTail(`The agent ${endWords(ended)}`, ended));
  }
  if (final === undefined) throw terminal('The agent exited with code 0, but without a result line', ended);
  const read = readResult(action, final);
  if ('problem' in read) throw terminal(`The agent's result line is not valid for ${action}: ${read.problem}`, ended);
  return read.answer;
}

function terminal(message: string, ended: ProgramOutcome['ended']): TerminalAgentError {
  return new TerminalAgentError(withTail(message, ended));
}

function withTail(message: string, ended: ProgramOutcome['ended']): string {
  const lines = endOfOutput(ended);
  return lines === '' ? `${message}. It printed nothing.` : `${message}. Its output ends with:\n${lines}`;
}
