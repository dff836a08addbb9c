import type { AgentContext } from '../agents/agent.ts';
import { CircuitBreakerOpenError, PhaseLimitError, SilentAgentError, TransientAgentError } from '../domain/failure.ts';
import type { Attempt, Journal } from '../journal/event.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import { causeOf } from './to-application-failure.ts';

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
 * | PhaseLimitError, SilentAgentError                      | failed          |
 * | TransientAgentError because of this host (a full disk) | released        |
 * | TryAgainLaterError: the agent is well, and busy        | released        |
 * | AccountLimitError, AccountClosedError: its account is  | released        |
 * | TerminalAgentError: it refused this input              | released        |
 * | ApplicationFaultError: what it deployed is at fault    | released        |
 * | BudgetSpentError: Chimera ended it                     | released        |
 * | cancellation, shutdown, work handed back               | released        |
 * | any other error: a fault of this host or of Chimera    | released        |
 *
 * A call that only tried an agent which is down is no attempt of its task: a transient failure of it is thrown as the
 * breaker's error, or whoever tries it most often would use up its retries for all the others.
 *
 * @throws {CircuitBreakerOpenError} when the call is not let in, and then nothing was asked of the agent; or when it was
 *   let in to try it, and failed.
 */
export async function throughBreaker<T>(
  { breakers, journal }: { readonly breakers: CircuitBreakers; readonly journal: Journal },
  agent: string,
  { signal, progress, attempt }: AgentContext & { readonly attempt: Attempt },
  call: (context: AgentContext) => Promise<T>,
): Promise<T> {
  const answered = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    journal.tell({ kind: 'breaker_asked', attempt });
    try {
      return await ask();
    } finally {
      journal.tell({ kind: 'breaker_answered', attempt });
    }
  };
  const counted = (what: 'success' | 'failure' | 'refused'): void => {
    journal.tell({ kind: 'breaker_counted', agent, what });
  };
  const permit = await answered(() => breakers.enter(agent, signal)).catch((error: unknown) => {
    if (error instanceof CircuitBreakerOpenError) counted('refused');
    throw error;
  });
  const context: AgentContext = {
    signal,
    progress: (message, fraction) => {
      permit.alive();
      progress(message, fraction);
    },
  };
  try {
    const answer = await call(context);
    counted('success');
    await answered(() => permit.succeeded());
    return answer;
  } catch (thrown) {
    const error = causeOf(thrown, signal);
    if (!isAgentsOwn(error)) {
      await answered(() => permit.released());
      throw thrown;
    }
    counted('failure');
    const waitMs = await answered(() => permit.failed(error.message));
    if (waitMs === undefined || error instanceof PhaseLimitError) throw thrown;
    throw Object.assign(new CircuitBreakerOpenError(agent, waitMs), { cause: error });
  }
}

function isAgentsOwn(error: unknown): error is PhaseLimitError | SilentAgentError | TransientAgentError {
  if (error instanceof PhaseLimitError || error instanceof SilentAgentError) return true;
  return error instanceof TransientAgentError && !isLocal(error.cause);
}

function isLocal(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return ('code' in cause && LOCAL_FAULTS.has(String(cause.code))) || isLocal(cause.cause);
}
