import { readClause } from './clause.ts';
import { INSIDE } from './lexicon.ts';
import { limitTo } from './limits.ts';
import type { Meaning } from './meaning.ts';
import type { Piece, ReadPiece } from './piece.ts';
import type { Target } from './step.ts';
import { readScope } from './target.ts';
import { isOneOf, render, type Token } from './token.ts';
import { type Trouble, trouble } from './wording.ts';

/** Takes "In the row Anna, …" off the beginning of a sentence, with or without its comma. */
export function leadingScope(pieces: readonly Piece[]): { pieces: readonly Piece[]; scope?: Target } {
  const [first, ...others] = pieces;
  const tokens = first?.tokens ?? [];
  if (first === undefined || !isOneOf(tokens[0], INSIDE)) return { pieces };
  const alone = readScope(tokens.slice(1));
  if (alone.ok && others.length > 0)
    return alone.value === undefined ? { pieces: others } : { pieces: others, scope: alone.value };
  for (let end = 2; end < tokens.length; end += 1) {
    const scope = readScope(tokens.slice(1, end));
    const rest = { ...first, tokens: tokens.slice(end), joinedBy: [] };
    if (!scope.ok || !readClause(rest.tokens).ok) continue;
    return scope.value === undefined
      ? { pieces: [rest, ...others] }
      : { pieces: [rest, ...others], scope: scope.value };
  }
  return { pieces };
}

/** Pieces with the part of the page that limits them, or why that is not plain. */
export type Scoped =
  { readonly ok: true; readonly read: readonly ReadPiece[] } | { readonly ok: false; readonly trouble: Trouble };

/** "see A and B in the list": what ends a list of things seen limits them all, where they are of one kind. */
export function shareScopes(read: readonly ReadPiece[]): Scoped {
  const shared = [...read];
  for (const [index, clause] of read.entries()) {
    const target = targetOf(clause.meaning);
    const group = read.filter((other) => other.head === clause.head);
    const last = targetOf(group.at(-1)?.meaning);
    if (group.length < 2 || target === undefined || last?.within === undefined || target.within !== undefined) continue;
    if (clause.tokens.some((token) => token.lower === 'is')) continue;
    if (target.kind !== last.kind) {
      const reason = 'it is not plain which of these are in that part of the page; make two sentences of it';
      const verb =
        clause.meaning.type === 'assertion' && clause.meaning.assertion.kind === 'not-see' ? 'I do not see' : 'I see';
      const nearest = group.map((other) => withVerb(verb, other.tokens)).join('. ');
      const all = group.flatMap((other) => other.tokens);
      return {
        ok: false,
        trouble: { part: render(all), reason, proposal: nearest, at: read.flatMap((other) => other.tokens) },
      };
    }
    shared[index] = { ...clause, meaning: limitTo(last.within, clause.meaning) ?? clause.meaning };
  }
  return { ok: true, read: shared };
}

function withVerb(verb: string, tokens: readonly Token[]): string {
  const written = render(tokens);
  return readClause(tokens).ok ? written : `${verb} ${written}`;
}

/** Limits every piece to what the sentence begins with, where all of them are of one type. */
export function limitAll(read: readonly ReadPiece[], scope: Target | undefined): Scoped {
  if (scope === undefined) return { ok: true, read };
  const types = new Set(read.map((clause) => clause.meaning.type));
  const limited = read.map((clause) => ({ clause, meaning: limitTo(scope, clause.meaning) }));
  const outside = limited.find(({ meaning }) => meaning === undefined);
  if (types.size > 1 || outside !== undefined) {
    const part = render(outside?.clause.tokens ?? read.at(-1)?.tokens ?? []);
    return trouble(part, 'it is not plain whether this happens in that part of the page; make two sentences of it');
  }
  return { ok: true, read: limited.map(({ clause, meaning }) => ({ ...clause, meaning: meaning ?? clause.meaning })) };
}

function targetOf(meaning: Meaning | undefined): Target | undefined {
  if (meaning?.type === 'interaction') return 'target' in meaning.interaction ? meaning.interaction.target : undefined;
  if (meaning?.type === 'assertion') return 'target' in meaning.assertion ? meaning.assertion.target : undefined;
  return undefined;
}
