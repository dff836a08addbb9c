import { age } from '../../../domain/duration.ts';
import type { Ansis } from 'ansis';

/** A line that says how old an answer is when the pool itself is silent; none for a fresh one. `now` is in ms. */
export function staleNote(
  { stale, as_of }: { readonly stale: boolean; readonly as_of?: string | undefined },
  colours: Ansis,
  now: number,
): readonly string[] {
  if (!stale) return [];
  const when = as_of === undefined ? '' : `: as of ${age(now - Date.parse(as_of))} ago`;
  return [`  ${colours.yellow(`The pool does not answer${when}.`)}`];
}
