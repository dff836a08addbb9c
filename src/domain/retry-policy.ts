/** When a failed attempt is made again: how often at most, how long after. */
export interface RetryPolicy {
  /** Retries after the first attempt. */
  readonly maxRetries: number;
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  /** Share by which a delay is spread to both sides: 0.2 is ±20 %. */
  readonly jitter: number;
  /** How long a phase may wait in a row for whom it asks, in ms. */
  readonly longestWaitMs: number;
}

/** A phase that has waited so long in a row, in ms, is given up: 24 h. */
export const LONGEST_WAIT_MS = 24 * 60 * 60 * 1_000;

/** 3 retries after 1, 2 and 4 s, ±20 %, never more than 30 s. */
export const STANDARD_RETRY_POLICY: RetryPolicy = {
  maxRetries: 3,
  firstDelayMs: 1_000,
  factor: 2,
  maxDelayMs: 30_000,
  jitter: 0.2,
  longestWaitMs: LONGEST_WAIT_MS,
};

/** The slower schedule: 5, 15 and 30 s (factor 3, capped), ±20 %. */
export const PATIENT_RETRY_POLICY: RetryPolicy = {
  maxRetries: 3,
  firstDelayMs: 5_000,
  factor: 3,
  maxDelayMs: 30_000,
  jitter: 0.2,
  longestWaitMs: LONGEST_WAIT_MS,
};

/**
 * Delay in ms after the failure number `attempt` (from 1): firstDelay × factor^(attempt − 1), capped, then spread
 * by the jitter. `random` is uniform in [0, 1). Undefined when the retries are used up.
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number, random: number): number | undefined {
  if (attempt > policy.maxRetries) return undefined;
  const delay = Math.min(policy.firstDelayMs * policy.factor ** (attempt - 1), policy.maxDelayMs);
  const spread = 1 + policy.jitter * (2 * random - 1);
  return Math.min(Math.round(delay * spread), policy.maxDelayMs);
}
