import { isPerson } from './canonical.ts';
import { type ClauseReading, readClause } from './clause.ts';
import { CONNECTORS, MODALS } from './lexicon.ts';
import type { Meaning } from './meaning.ts';
import type { Tab } from './step.ts';
import { isOneOf, render, type Token } from './token.ts';
import { isVerb } from './verbs.ts';
import type { Trouble } from './wording.ts';

/** A part of a sentence between conjunctions and commas, and what joins it to the part before. */
export interface Piece {
  readonly tokens: readonly Token[];
  readonly joinedBy: readonly Token[];
  /** The tab of the browser that it speaks of, taken off its tokens. */
  readonly tab?: Tab;
}

/** A piece that was read; `head` is the index of the piece whose verb it takes over, or its own. */
export interface ReadPiece {
  readonly meaning: Meaning;
  readonly given: boolean;
  readonly tokens: readonly Token[];
  readonly head: number;
}

/** Whether "then" stands inside the clause, as in "I then click" and "I should then see". */
function awaitsVerb(tokens: readonly Token[]): boolean {
  return isPerson(tokens) || (isOneOf(tokens.at(-1), MODALS) && tokens.length < 4);
}

/** Cuts a sentence at its commas and conjunctions. */
export function piecesOf(tokens: readonly Token[]): readonly Piece[] {
  const pieces: { tokens: Token[]; joinedBy: Token[] }[] = [{ tokens: [], joinedBy: [] }];
  for (const token of tokens) {
    const current = pieces.at(-1);
    const amid = token.lower === 'then' && awaitsVerb(current?.tokens ?? []);
    if (amid || !isOneOf(token, CONNECTORS)) current?.tokens.push(token);
    else if (current?.tokens.length === 0) current.joinedBy.push(token);
    else pieces.push({ tokens: [], joinedBy: [token] });
  }
  const isComma = (piece: Piece): boolean => piece.joinedBy.every((token) => token.lower === ',');
  return pieces.filter((piece, index) => index === 0 || piece.tokens.length > 0 || !isComma(piece));
}

/** Blames the name that a conjunction may have cut, where joining its pieces makes one; else the piece itself. */
export function blame(
  own: Extract<ClauseReading, { ok: false }>,
  pieces: readonly Piece[],
  index: number,
): { readonly ok: false; readonly trouble: Trouble; readonly clause: readonly Token[] } {
  const next = pieces[index + 1];
  const starts = [index - 1, ...(next === undefined || readClause(next.tokens).ok ? [] : [index])];
  for (const start of starts) {
    const [first, second] = pieces.slice(Math.max(start, 0), start + 2);
    if (start < 0 || first === undefined || second === undefined || (start < index && own.familiar)) continue;
    const clause = [...first.tokens, ...second.joinedBy, ...second.tokens];
    const whole = readClause(clause);
    const cut = whole.ok ? [] : (whole.trouble.at ?? []);
    if (!whole.ok && cut.every((token) => token.kind !== 'quoted') && cut.some((token) => isOneOf(token, CONNECTORS))) {
      return { ok: false, trouble: whole.trouble, clause };
    }
  }
  const piece = pieces[index]?.tokens ?? [];
  const verb = pieces[index - 1]?.tokens.find((token) => token.kind === 'word' && isVerb(token.lower));
  if (own.familiar || verb === undefined || !piece.every((token) => token.kind === 'quoted')) {
    return { ok: false, trouble: own.trouble, clause: piece };
  }
  const reason = `it is not plain that “${verb.raw}” is meant here too; say it again`;
  return {
    ok: false,
    clause: piece,
    trouble: { part: render(piece), reason, proposal: `${verb.raw} ${render(piece)}`, at: piece },
  };
}
