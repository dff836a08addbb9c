import { TerminalAgentError, TransientAgentError, TryAgainLaterError } from '../../domain/failure.ts';
import type { ErrorMessage } from './message.ts';

const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 86_400_000;

/** A wait that an agent asked for, held between a second, so that nothing spins, and a day. */
export function tryAgainLater(message: string, retryAfterMs: number): TryAgainLaterError {
  return new TryAgainLaterError(message, Math.min(Math.max(retryAfterMs, SHORTEST_WAIT_MS), LONGEST_WAIT_MS));
}

/**
 * The error that an agent's error message stands for. `retryAfterMs` is a time that came with it by another way, such as
 * a header; the message's own time wins.
 */
export function agentErrorOf(
  { transient, message, retry_after_seconds }: ErrorMessage,
  retryAfterMs?: number,
): TerminalAgentError | TransientAgentError | TryAgainLaterError {
  if (!transient) return new TerminalAgentError(message);
  const wait = retry_after_seconds === undefined ? retryAfterMs : Math.ceil(retry_after_seconds * 1_000);
  return wait === undefined ? new TransientAgentError(message) : tryAgainLater(message, wait);
}

/** Words of another program as a sentence, so that more can follow. */
export function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
