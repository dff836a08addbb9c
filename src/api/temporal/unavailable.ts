import { isGrpcServiceError, ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';

/** Temporal did not answer in time or could not be reached; it may well answer again in a moment. */
export class TemporalUnavailableError extends Error {
  override readonly name: string = 'TemporalUnavailableError';
}

/** Temporal is there, but no worker answered for a task in time: what was asked of it may still be done. */
export class TaskSilentError extends TemporalUnavailableError {
  override readonly name = 'TaskSilentError';
}

/** Time in ms within which Temporal must answer one call. */
const CALL_LIMIT_MS = 1_500;

// The gRPC codes CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED and UNAVAILABLE.
const PASSING_CODES: ReadonlySet<number> = new Set([1, 4, 8, 14]);

function isPassing(error: unknown): boolean {
  if (error instanceof NamespaceNotFoundError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  if (isGrpcServiceError(error)) return PASSING_CODES.has(error.code);
  return error instanceof ServiceError && isPassing(error.cause);
}

function unavailable(reason: string, cause?: unknown): TemporalUnavailableError {
  return new TemporalUnavailableError(`Temporal does not answer (${reason}); try again in a moment.`, { cause });
}

/** Part of a Temporal client that limits how long calls may take. */
export interface DeadlineSetter {
  withDeadline<T>(deadline: number, call: () => Promise<T>): Promise<T>;
}

/**
 * Makes one call that must end within `limitMs`; anything that says Temporal is away becomes TemporalUnavailableError.
 * The timer is there because the client's own retries may wait past the deadline they were given.
 */
export async function withinLimit<T>(
  client: DeadlineSetter,
  call: () => Promise<T>,
  limitMs: number = CALL_LIMIT_MS,
): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(unavailable(`no answer within ${limitMs} ms`));
  }, limitMs);
  try {
    return await Promise.race([client.withDeadline(Date.now() + limitMs, call), tooLate]);
  } catch (error) {
    if (!isPassing(error)) throw error;
    const reason = error instanceof NamespaceNotFoundError ? `no namespace ${error.namespace}` : 'connection lost';
    throw unavailable(reason, error);
  } finally {
    clearTimeout(timer);
  }
}
