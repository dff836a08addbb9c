import { retryAfter } from '../../domain/pool/intake.ts';
import { someQuoted } from '../../domain/some-of.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import { Problem } from '../problem/problem.ts';

/** A name of no pool (404), with the names that there are. */
export function poolNotFound(name: string, known: readonly string[]): Problem {
  return new Problem(404, 'pool-not-found', `There is no pool "${name}"; there are: ${someQuoted(known)}.`);
}

/** The queue has no room for another task (429). */
export function queueFull(state: PoolState): Problem {
  const { name, settings } = state;
  const detail = `The queue of the pool "${name}" has reached its limit of ${settings.queue_cap} waiting tasks.`;
  return tryLater('queue-full', detail, state);
}

/** The pool lets what runs end and takes nothing in (429). */
export function poolDraining(state: PoolState): Problem {
  return tryLater('pool-draining', `The pool "${state.name}" is draining, so it takes in no new tasks.`, state);
}

function tryLater(kind: 'queue-full' | 'pool-draining', detail: string, state: PoolState): Problem {
  const seconds = Math.ceil(retryAfter(state.window, state.queue.length) / 1_000);
  return new Problem(429, kind, `${detail} Try again in ${seconds} s.`, {
    headers: { 'Retry-After': String(seconds) },
  });
}
