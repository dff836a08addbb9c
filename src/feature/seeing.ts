import { limitTo } from './limits.ts';
import { expecting, type Meaning, type Slots, using } from './meaning.ts';
import { readStatus } from './page-assertions.ts';
import { readCount } from './slots.ts';
import type { Target } from './step.ts';
import { readScope, readTarget } from './target.ts';
import { wording } from './token.ts';
import { locate, type Outcome, trouble, understood } from './wording.ts';

/** Reads what is seen, or how many of it. */
export function see(slots: Slots): Outcome<Meaning> {
  const tokens = slots('thing');
  const status = readStatus(tokens);
  if (status !== undefined) return expecting({ kind: 'status', status });
  const count = readCount(tokens);
  if (count !== undefined) return using(locate(tokens, count), (value) => expecting({ kind: 'count', ...value }));
  return using(readTarget(tokens), (target) => expecting({ kind: 'see', target }));
}

/** Reads what is not seen: a thing, never a number of them or the answer of a server. */
export function notSee(slots: Slots): Outcome<Meaning> {
  const tokens = slots('thing');
  if (readStatus(tokens) !== undefined) {
    return trouble(wording(tokens), 'a status is expected, not denied; say which one the page answers');
  }
  if (readCount(tokens) !== undefined) {
    return locate(tokens, trouble(wording(tokens), 'a number is expected, not denied', 'the "…"'));
  }
  return using(readTarget(tokens), (target) => expecting({ kind: 'not-see', target }));
}

/** "no Delete button", "no items": none of the kind. */
export function seeNone(slots: Slots): Outcome<Meaning> {
  if (readCount(slots('thing')) !== undefined) return trouble(wording(slots('thing')), 'none, or that number?');
  return using(readTarget(slots('thing'), { several: true }), (target) => expecting({ kind: 'not-see', target }));
}

/** "3 rows are visible": only a number, because of one element its state is said. */
export function seeCount(slots: Slots): Outcome<Meaning> {
  const count = readCount(slots('count'));
  if (count === undefined) return trouble(wording(slots('count')), 'it does not say how many');
  return using(locate(slots('count'), count), (value) => expecting({ kind: 'count', ...value }));
}

/** Limits what is read to the part of the page in the slot `scope`. */
export function within(read: (slots: Slots) => Outcome<Meaning>): (slots: Slots) => Outcome<Meaning> {
  return (slots) =>
    using(readScope(slots('scope')), (scope) => using(read(slots), (meaning) => understood(limit(meaning, scope))));
}

/** Limits what is said of an element to a part of the page; undefined is the whole page. */
export function limit(meaning: Meaning, scope: Target | undefined): Meaning {
  return scope === undefined ? meaning : (limitTo(scope, meaning) ?? meaning);
}
