import {
  isGrpcServiceError,
  QueryRejectedError,
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';

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

/**
 * What is asked of a workflow, or undefined when there is none that is open: Temporal says the same of one that is closed and
 * of one that never was.
 */
export async function ifFound<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError) return undefined;
    throw error;
  }
}

/** What a workflow answered to an Update, or why it refused. */
export type UpdateAnswer<T> =
  { readonly kind: 'done'; readonly answer: T } | { readonly kind: 'refused'; readonly reason: string };

/** The answer to an Update, whose refusal is one. */
export async function answerOf<T>(asked: Promise<T>): Promise<UpdateAnswer<T>> {
  try {
    return { kind: 'done', answer: await asked };
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError)
      return { kind: 'refused', reason: error.cause?.message ?? error.message };
    throw error;
  }
}

/** The gRPC code of a failed call; the client wraps most of them in an error of its own. */
export function grpcCodeOf(error: unknown): number | undefined {
  const origin = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(origin) ? origin.code : undefined;
}
