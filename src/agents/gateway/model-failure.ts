import { STATUS_CODES } from 'node:http';
import { AccountLimitError, TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { sentence } from '../protocol/failure.ts';

/** An answer of a model that is none: a refusal, or a connection that failed. */
export interface ModelRefusal {
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  /** The model's own words, or the network's. */
  readonly message: string;
  /** The time that it named, in ms from then; undefined without one. */
  readonly retryAfterMs?: number | undefined;
}

/** The longest wait that an agent may sit through itself, in ms. */
const SLEPT_THROUGH_MS = 60_000;

/**
 * The error that a model's last refusal stands for when an agent stops after it, whatever the agent says of it. Waits are
 * from the time of the refusal.
 */
export function errorOfRefusal({ status, message, retryAfterMs }: ModelRefusal): Error {
  const told = `The model ${status === undefined ? 'gave no answer' : `answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd()}: ${sentence(message)}`;
  if (status === 401 || status === 403) return new TerminalAgentError(`${told} Is the agent’s key right?`);
  if (isLimit(status, message)) return new AccountLimitError(told, retryAfterMs);
  if (status === undefined || status >= 500 || status === 408 || status === 409) return new TransientAgentError(told);
  return new TerminalAgentError(told);
}

/**
 * The error with which a call is to end at once, although the agent would try again: for its key, which stays wrong, and
 * for a limit that lasts so long that the agent would only sleep in its place.
 */
export function endsAtOnce(refusal: ModelRefusal): Error | undefined {
  const error = errorOfRefusal(refusal);
  if (refusal.status === 401 || refusal.status === 403 || refusal.status === 402) return error;
  const sleeps = error instanceof AccountLimitError && (refusal.retryAfterMs ?? 0) > SLEPT_THROUGH_MS;
  return sleeps ? error : undefined;
}

/** A quota that is spent comes as 402, as 429, or as another refusal that says so. */
function isLimit(status: number | undefined, message: string): boolean {
  return status === 402 || status === 429 || /insufficient_quota|usage_limit_reached/.test(message);
}
