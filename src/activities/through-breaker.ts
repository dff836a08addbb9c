import type { AgentContext } from '../agents/agent.ts';
import { CircuitBreakerOpenError, PhaseLimitError, TransientAgentError } from '../domain/failure.ts';
import type { WorkMetrics } from '../observability/metrics/work-metrics.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import { causeOf } from './cause-of.ts';
import type { Stopwatch } from './phase-profile.ts';

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
 * Calls an agent if its breaker lets the call in, and tells the breaker how it ended, which is counted, and the time that
 * this takes measured:
 *
 * | The call ended in                                      | For the breaker |
 * | ------------------------------------------------------ | --------------- |
 * | an answer, whatever the verdict                        | succeeded       |
 * | TransientAgentError                                    | failed          |
 * | PhaseLimitError                                        | failed          |
 * | TransientAgentError because of this host (a full disk) | released        |
 * | TryAgainLaterError: the agent is well, and busy        | released        |
 * | TerminalAgentError: it refused this input              | released        |
 * | ApplicationFaultError: what it deployed is at fault    | released        |
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
  { breakers, metrics }: { readonly breakers: CircuitBreakers; readonly metrics: Pick<WorkMetrics, 'breaker'> },
  agent: string,
  { signal, progress, stopwatch: { timed } }: AgentContext & { readonly stopwatch: Stopwatch },
  call: (context: AgentContext) => Promise<T>,
): Promise<T> {
  const permit = await timed('db_update', () => breakers.enter(agent, signal)).catch((error: unknown) => {
    if (error instanceof CircuitBreakerOpenError) metrics.breaker(agent, 'refused');
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
    metrics.breaker(agent, 'success');
    await timed('db_update', () => permit.succeeded());
    return answer;
  } catch (thrown) {
    const error = causeOf(thrown, signal);
    if (!isAgentsOwn(error)) {
      await timed('db_update', () => permit.released());
      throw thrown;
    }
    metrics.breaker(agent, 'failure');
    const waitMs = await timed('db_update', () => permit.failed(error.message));
    if (waitMs === undefined || error instanceof PhaseLimitError) throw thrown;
    throw Object.assign(new CircuitBreakerOpenError(agent, waitMs), { cause: error });
  }
}

function isAgentsOwn(error: unknown): error is PhaseLimitError | TransientAgentError {
  return error instanceof PhaseLimitError || (error instanceof TransientAgentError && !isLocal(error.cause));
}

function isLocal(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return ('code' in cause && LOCAL_FAULTS.has(String(cause.code))) || isLocal(cause.cause);
}
