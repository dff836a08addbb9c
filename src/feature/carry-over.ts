import { canonical } from './canonical.ts';
import { type ClauseReading, readClause } from './clause.ts';
import type { Meaning } from './meaning.ts';
import type { Piece, ReadPiece } from './piece.ts';
import { readState } from './slots.ts';
import { type Token, word } from './token.ts';

/** "A" and "B" are shown: reads names that a sentence begins with by the predicate at its end. */
export function readSubjects(pieces: readonly Piece[]): readonly ReadPiece[] | undefined {
  const last = pieces.at(-1);
  const copula = last?.tokens.findIndex((token) => PLURAL_PREDICATES.has(token.lower)) ?? -1;
  if (last === undefined || copula < 1 || pieces.length < 2) return undefined;
  const subjects = [...pieces.slice(0, -1).map((piece) => piece.tokens), last.tokens.slice(0, copula)];
  if (!subjects.every((subject) => subject.length === 1 && subject[0]?.kind === 'quoted')) return undefined;
  const readings = subjects.map((tokens) => ({
    tokens,
    reading: readClause([...tokens, ...last.tokens.slice(copula)]),
  }));
  const read = readings.flatMap(({ tokens, reading }) =>
    reading.ok
      ? [{ meaning: reading.meaning, given: reading.given, tokens: [...tokens, ...last.tokens.slice(copula)], head: 0 }]
      : [],
  );
  return read.length === subjects.length ? read : undefined;
}

const PLURAL_PREDICATES = new Set(['are', 'should', 'must', 'will', 'appear', 'exist', 'disappear']);

/** Reads a piece without a verb by the verb before it, where that leaves nothing open: "see A and B". */
export function carryOver(before: ReadPiece | undefined, { tokens, joinedBy }: Piece): Meaning | undefined {
  const line = tokens[0]?.line ?? 1;
  const withVerb = (...verbs: readonly string[]): ClauseReading =>
    readClause([...verbs.map((verb) => word(verb, line)), ...tokens]);
  if (before?.meaning.type === 'interaction') {
    const { kind } = before.meaning.interaction;
    const verbs = kind === 'fill' ? ['enter', 'fill', 'set'] : kind === 'select' ? ['select'] : [];
    const readings = verbs.map((verb) => withVerb(verb));
    const reading = readings.find(
      (r) => r.ok && r.meaning.type === 'interaction' && r.meaning.interaction.kind === kind,
    );
    return reading?.ok === true ? reading.meaning : undefined;
  }
  if (before?.meaning.type !== 'assertion') return undefined;
  const { assertion } = before.meaning;
  const copula = canonical(before.tokens).tokens.some((token) => token.lower === 'is');
  if (copula && (assertion.kind === 'state' || assertion.kind === 'see')) {
    const negated = tokens[0]?.lower === 'not';
    const state = readState(negated ? tokens.slice(1) : tokens, negated);
    return state.ok
      ? { type: 'assertion', assertion: { kind: 'state', target: assertion.target, state: state.value } }
      : undefined;
  }
  if (copula) return undefined;
  const but = joinedBy.some((token) => token.lower === 'but');
  const seen = assertion.kind === 'see' || assertion.kind === 'count';
  if (!seen && (assertion.kind !== 'not-see' || but)) return undefined;
  const reading = !seen ? withVerb('not', 'see') : tokens[0]?.lower === 'not' ? carriedNot(tokens) : withVerb('see');
  return reading.ok && reading.meaning.type === 'assertion' ? reading.meaning : undefined;
}

/** "see A but not B": the verb goes behind its "not". */
function carriedNot(tokens: readonly Token[]): ClauseReading {
  const line = tokens[0]?.line ?? 1;
  return readClause([word('not', line), word('see', line), ...tokens.slice(1)]);
}
