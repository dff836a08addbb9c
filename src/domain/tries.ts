import type { FailureClass } from './failure.ts';
import { retryDelayMs, type RetryPolicy } from './retry-policy.ts';

/** Workers that may die under one phase of a round before it is taken for what kills them. */
export const MOST_WORKERS_LOST = 5;

/** From so many lost workers on a phase goes on apart from those that it was lost with. */
const APART_FROM = 3;

/** The longest wait that sets phases apart, in ms: shorter than one in which a task gives its lease back. */
const APART_MS = 9_000;

/** Failed tries that are kept, newest last. */
const LOG_LENGTH = 20;

/** Characters of an error that are kept. */
const LONGEST_ERROR = 300;

/** One try that did not succeed, and what followed. */
export interface FailedTry {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: 'failed' | 'postponed' | 'worker_lost';
  readonly error: string;
  /** The wait after it, in ms; null when there was no further try. */
  readonly delay_ms: number | null;
}

/**
 * The tries of one phase in one round that did not succeed. They are carried across Temporal's attempts, workers and
 * waits, so that each is counted as what it was.
 */
export interface Tries {
  /** Failures, which count against the retries. */
  readonly failures: number;
  /** Tries handed back by a worker that shut down; they count for nothing. */
  readonly handed_back: number;
  /** Tries whose worker died. */
  readonly lost: number;
  readonly log: readonly FailedTry[];
  /** What the phase has been let off with once: the next failure of the class is its last. */
  readonly let_off?: readonly OnceClass[];
  /** The first postponement since the last failure, ISO 8601; only of a phase that has been postponed since. */
  readonly waiting_since?: string;
}

/** The classes of failure that are tried again once, and what one is when it comes again. */
const AFTER_ONCE = { silent: 'limit', unchanged: 'terminal' } as const satisfies Partial<
  Record<FailureClass, FailureClass>
>;
export type OnceClass = keyof typeof AFTER_ONCE;

/** A phase that nobody has tried yet. */
export const NO_TRIES: Tries = { failures: 0, handed_back: 0, lost: 0, log: [] };

/** What happens to a phase after a failed try. */
export type AfterFailure =
  /** It is tried again after so many ms. */
  | { readonly kind: 'retry'; readonly delay_ms: number }
  /** It is tried again when the wait is over, in ms; the wait counts for nothing. */
  | { readonly kind: 'postpone'; readonly wait_ms: number }
  /**
   * It is given up; exhausted: another time it might go well, so that it is worth a person's decision. `waited_ms` is there
   * when it is given up for having waited so long.
   */
  | { readonly kind: 'give_up'; readonly exhausted: boolean; readonly waited_ms?: number };

/** A try that failed. */
export interface Failure {
  readonly class: FailureClass;
  readonly error: string;
  /** The wait that was named, in ms; for what is postponed. */
  readonly wait_ms?: number;
}

/** By what the next step is decided: the policy, a number uniform in [0, 1), and ms since the epoch. */
export interface Circumstances {
  readonly policy: RetryPolicy;
  readonly random: number;
  readonly now: number;
}

/** The tries with this failure, and what happens next. */
export function afterFailure(
  tries: Tries,
  failure: Failure,
  { policy, random, now }: Circumstances,
): { readonly tries: Tries; readonly next: AfterFailure } {
  const noted = (kind: FailedTry['kind'], delay_ms: number | null, counted: Partial<Tries>): Tries =>
    withEntry({ ...tries, ...counted }, { at: new Date(now).toISOString(), kind, error: failure.error, delay_ms });
  switch (failure.class) {
    case 'silent':
    case 'unchanged': {
      const { let_off = [] } = tries;
      const again = let_off.includes(failure.class);
      const as: Failure = { ...failure, class: again ? AFTER_ONCE[failure.class] : 'transient' };
      const known = again ? tries : { ...tries, let_off: [...let_off, failure.class] };
      return afterFailure(known, as, { policy, random, now });
    }
    case 'worker_lost': {
      const delay_ms = policy.firstDelayMs;
      const handed_back = tries.handed_back + 1;
      return { tries: noted('worker_lost', delay_ms, { handed_back }), next: { kind: 'retry', delay_ms } };
    }
    case 'postponed': {
      const waiting_since = tries.waiting_since ?? new Date(now).toISOString();
      const waited_ms = now - Date.parse(waiting_since);
      const left_ms = policy.longestWaitMs - waited_ms;
      if (left_ms <= 0) {
        return { tries: noted('postponed', null, {}), next: { kind: 'give_up', exhausted: true, waited_ms } };
      }
      const wait_ms = Math.min(failure.wait_ms ?? policy.firstDelayMs, left_ms);
      return { tries: noted('postponed', wait_ms, { waiting_since }), next: { kind: 'postpone', wait_ms } };
    }
    case 'transient': {
      const failures = tries.failures + 1;
      const delay_ms = retryDelayMs(policy, failures, random);
      const next: AfterFailure =
        delay_ms === undefined ? { kind: 'give_up', exhausted: true } : { kind: 'retry', delay_ms };
      const { waiting_since: _, ...tried } = noted('failed', delay_ms ?? null, { failures });
      return { tries: tried, next };
    }
    case 'limit':
    case 'missing':
    case 'terminal':
    case 'cancelled': {
      const tried = noted('failed', null, { failures: tries.failures + 1 });
      const exhausted = failure.class === 'limit' || failure.class === 'missing';
      return { tries: tried, next: { kind: 'give_up', exhausted } };
    }
  }
}

/** The tries with those whose workers died meanwhile without a word. */
export function withWorkersLost(tries: Tries, count: number, now: number): Tries {
  if (count <= 0) return tries;
  const entry: FailedTry = {
    at: new Date(now).toISOString(),
    kind: 'worker_lost',
    error: count === 1 ? 'The worker stopped answering.' : `${count} workers stopped answering.`,
    delay_ms: null,
  };
  return withEntry({ ...tries, lost: tries.lost + count }, entry);
}

/**
 * How long a phase waits before it goes on, in ms: none at first; up to 9 s, by `random` in [0, 1), once it lost its worker
 * three times, after each further loss. Phases that were lost together begin together again, and those that did nothing
 * would be lost with the one that ends workers until all of them are given up.
 */
export function waitApart(tries: Tries, random: number): number {
  return tries.lost < APART_FROM || !isHandedBack(tries) ? 0 : Math.ceil(random * APART_MS);
}

/** Whether the last try ended with its worker, which was to end, or was given up while it stood still. */
export function isHandedBack({ log }: Tries): boolean {
  return log.at(-1)?.kind === 'worker_lost';
}

/** How many tries began and did not succeed; a wait is none. */
export function triesMade({ failures, handed_back, lost }: Tries): number {
  return failures + handed_back + lost;
}

function withEntry(tries: Tries, entry: FailedTry): Tries {
  const error = entry.error.length > LONGEST_ERROR ? `${entry.error.slice(0, LONGEST_ERROR)}…` : entry.error;
  return { ...tries, log: [...tries.log, { ...entry, error }].slice(-LOG_LENGTH) };
}
