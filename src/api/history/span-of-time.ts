import { Problem } from '../problem/problem.ts';

const DAY_MS = 86_400_000;

/**
 * The span of time that is asked for, in ms since the epoch: up to now, and of 24 hours, where nothing else is said.
 * @throws {Problem} 422 for one that is to end before it begins.
 */
export function spanOfTime(
  { from, to }: { readonly from?: number; readonly to?: number },
  now: number,
): { readonly from: number; readonly to: number } {
  const end = to ?? now;
  const begin = from ?? end - DAY_MS;
  if (begin <= end) return { from: begin, to: end };
  const errors = [{ field: 'from', message: 'must be before to, which is now if it is not given' }];
  throw new Problem(422, 'invalid-request', 'The span of time ends before it begins.', { errors });
}
