import type { AgentContext } from '../agents/agent.ts';
import { PhaseLimitError, TransientAgentError } from '../domain/failure.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';

/** System errors of this host; they may be the cause of an agent's error, and say nothing about the agent. */
const LOCAL_FAULTS = new Set([
  'E2BIG',
  'EACCES',
  'EAGAIN',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOSPC',
  'EPERM',
  'EROFS',
]);

/**
 * Calls an agent if its breaker lets the call in, and tells the breaker how it ended:
 *
 * | The call ended in                                      | For the breaker |
 * | ------------------------------------------------------ | --------------- |
 * | an answer, whatever the verdict                        | succeeded       |
 * | TransientAgentError                                    | failed          |
 * | PhaseLimitError                                        | failed          |
 * | TransientAgentError because of this host (a full disk) | released        |
 * | TryAgainLaterError: the agent is well, and busy        | released        |
 * | TerminalAgentError: it refused this input              | released        |
 * | cancellation, shutdown, work handed back               | released        |
 * | any other error: a fault of this host or of Chimera    | released        |
 *
 * @throws {CircuitBreakerOpenError} when the call is not let in; then nothing was asked of the agent.
 */
export async function throughBreaker<T>(
  breakers: CircuitBreakers,
  agent: string,
  { signal, progress }: AgentContext,
  call: (context: AgentContext) => Promise<T>,
): Promise<T> {
  const permit = await breakers.enter(agent, signal);
  const context: AgentContext = {
    signal,
    progress: (message, fraction) => {
      permit.alive();
      progress(message, fraction);
    },
  };
  try {
    const answer = await call(context);
    await permit.succeeded();
    return answer;
  } catch (thrown) {
    // Work that is stopped may fail in any way; why it was stopped is what counts.
    const error: unknown = signal.aborted ? signal.reason : thrown;
    await (isAgentsOwn(error) ? permit.failed(error.message) : permit.released());
    throw thrown;
  }
}

function isAgentsOwn(error: unknown): error is PhaseLimitError | TransientAgentError {
  return error instanceof PhaseLimitError || (error instanceof TransientAgentError && !isLocal(error.cause));
}

function isLocal(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return ('code' in cause && LOCAL_FAULTS.has(String(cause.code))) || isLocal(cause.cause);
}
