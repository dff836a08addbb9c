/** The classes of failure. A verdict is not among them: a rejected review or a failed proof is an outcome. */

/**
 * - `transient`: may pass by itself; retried.
 * - `silent`: the agent said nothing for so long that it was ended; tried again once, then like `limit`.
 * - `unchanged`: the coder reported success and changed nothing; tried again once, then like `terminal`.
 * - `postponed`: whoever is asked named a time, or its breaker or its account is closed to calls; waited for, and counted for nothing.
 * - `limit`: the phase's time limit was reached, or a budget is spent; not retried by itself, but worth a person's decision.
 * - `missing`: what the task goes on from is gone; not retried by itself, but a person may restore it.
 * - `terminal`: will not pass by itself (bad input, configuration, a refusal); not retried.
 * - `worker_lost`: the worker was shut down under the phase; retried, whatever the phase.
 * - `cancelled`: somebody asked for it.
 */
export type FailureClass =
  'transient' | 'silent' | 'unchanged' | 'postponed' | 'limit' | 'missing' | 'terminal' | 'worker_lost' | 'cancelled';

/** Something that may pass by itself: the network, a busy service, a crashed program. */
export class TransientAgentError extends Error {
  override readonly name = 'TransientAgentError';
}

/** Something that will not pass by itself: bad input, wrong configuration, a refusal of the agent. */
export class TerminalAgentError extends Error {
  override readonly name = 'TerminalAgentError';
}

/**
 * The application under work is at fault, not the agent that works with it: it does not start, or is never healthy. It may
 * pass by itself, and is retried; it says nothing about the agent.
 */
export class ApplicationFaultError extends Error {
  override readonly name = 'ApplicationFaultError';
}

/** Neither the agent nor its model said anything for so long that it was ended. */
export class SilentAgentError extends Error {
  override readonly name = 'SilentAgentError';
}

/** The coder reported success, and changed no file. */
export class NothingChangedError extends Error {
  override readonly name = 'NothingChangedError';
}

/** The phase's time limit was reached and its work was stopped. */
export class PhaseLimitError extends Error {
  override readonly name = 'PhaseLimitError';
}

/** A budget is spent; the message says which, and how much of it. */
export class BudgetSpentError extends Error {
  override readonly name = 'BudgetSpentError';
}

/** The commit that a task goes on from is nowhere to be found; the message says what to restore, and where. */
export class WorkMissingError extends Error {
  override readonly name = 'WorkMissingError';
}

/** The staging deployment that should be tested is gone; it is deployed again. */
export class DeploymentLostError extends Error {
  override readonly name = 'DeploymentLostError';
}

/** The agent named a time before which it takes no call (an HTTP 429 or 503 with Retry-After, a quota's reset). */
export class TryAgainLaterError extends Error {
  override readonly name = 'TryAgainLaterError';
  /** How long to wait, in ms from now. */
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The provider of the agent's account takes no calls: a rate limit or a quota is reached. It is so for all who use it. */
export class AccountLimitError extends Error {
  override readonly name = 'AccountLimitError';
  /** The time that it named, in ms from now; undefined without one. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The agent's account takes no call now: it is closed by a limit, or as many calls are under way as may be. */
export class AccountClosedError extends Error {
  override readonly name = 'AccountClosedError';
  /** Whose account it is. */
  readonly agent: string;
  /** How long to wait, in ms from now. */
  readonly retryAfterMs: number;
  readonly why: string;
  /** Whether the agent was at work already; nothing was asked of it otherwise. */
  readonly atWork: boolean;

  constructor(agent: string, retryAfterMs: number, why: string, atWork: boolean) {
    super(`The account of ${agent} takes no call now: ${why}`);
    this.agent = agent;
    this.retryAfterMs = retryAfterMs;
    this.why = why;
    this.atWork = atWork;
  }
}

/** The agent's circuit breaker takes no call now; nothing was asked of the agent. */
export class CircuitBreakerOpenError extends Error {
  override readonly name = 'CircuitBreakerOpenError';
  /** Whose breaker it is. */
  readonly agent: string;
  /** How long to wait, in ms from now. */
  readonly retryAfterMs: number;

  constructor(agent: string, retryAfterMs: number) {
    super(`The circuit breaker of ${agent} is open.`);
    this.agent = agent;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A task's error as the API shows it. */
export interface TaskError {
  readonly phase: string;
  readonly type: string;
  readonly message: string;
  /** Retries used up in that phase. */
  readonly retry_count: number;
}
