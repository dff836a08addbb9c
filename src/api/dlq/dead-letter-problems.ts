import type { DeadLetter } from '../../domain/dead-letter.ts';
import { Problem, storeUnavailable } from '../problem/problem.ts';

/** An id of no dead letter (404). */
export function deadLetterNotFound(id: string): Problem {
  return new Problem(404, 'dead-letter-not-found', `There is no dead letter "${id}".`);
}

/** A dead letter that is not parked any more (409), with what became of it. */
export function alreadyDecided(entry: DeadLetter): Problem {
  return new Problem(409, 'dead-letter-decided', `${entry.id} is not parked any more: ${decisionOn(entry)}.`);
}

/** A task that refuses what was asked of it (409), in its own words. */
export function refusedByTask(id: string, reason: string): Problem {
  return new Problem(409, 'dead-letter-refused', `${id}: ${reason}`);
}

/** The mirror of the queue cannot be read (503). */
export function mirrorUnavailable(cause: unknown): Problem {
  return storeUnavailable('The dead letters cannot be listed now', cause);
}

function decisionOn({ status, decided_at, reason }: DeadLetter): string {
  const when = decided_at === null ? '' : ` at ${decided_at}`;
  const why = reason === null ? '' : ` (${reason})`;
  return `it was ${status}${when}${why}`;
}
