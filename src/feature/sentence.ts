import { carryOver, readSubjects } from './carry-over.ts';
import { readClause } from './clause.ts';
import { ofBrowserDialog } from './dialogs.ts';
import { inField } from './field-contents.ts';
import type { Meaning } from './meaning.ts';
import { blame, piecesOf, type ReadPiece } from './piece.ts';
import { leadingScope, limitAll, shareScopes } from './scope.ts';
import { render, type Token } from './token.ts';
import { goingOnIn } from './tab-forms.ts';
import { withTabs } from './tabs.ts';
import { type Trouble, trouble } from './wording.ts';

/** One thing that a sentence says: the words it was read from, and what they mean. */
export interface Clause {
  readonly sentence: string;
  readonly line: number;
  readonly meaning: Meaning;
  /** Whether it is introduced as given. */
  readonly given: boolean;
}

/** The clauses of a sentence in their order, or the trouble with the first one that was not understood. */
export type SentenceReading =
  | { readonly ok: true; readonly clauses: readonly Clause[] }
  | { readonly ok: false; readonly trouble: Trouble; readonly clause: readonly Token[] };

/** More words than any sentence of steps has; reading them would take time that grows with their square. */
const MAX_TOKENS = 60;

/** Reads a sentence: cuts it into clauses at commas and conjunctions, and reads each, every word accounted for. */
export function readSentence(tokens: readonly Token[]): SentenceReading {
  if (tokens.length > MAX_TOKENS) {
    const length = `it has ${tokens.length} words and marks, and at most ${MAX_TOKENS} are read`;
    return {
      clause: tokens.slice(0, MAX_TOKENS),
      ...trouble(render(tokens), `this sentence is too long: ${length}; make several of it`),
    };
  }
  const pieces = withTabs(piecesOf(tokens));
  const leading = leadingScope(pieces);
  const read: ReadPiece[] = [];
  for (const [index, piece] of leading.pieces.entries()) {
    const own = readClause(piece.tokens);
    const list = own.ok || read.length > 0 ? undefined : readSubjects(leading.pieces);
    if (list !== undefined) {
      read.push(...list);
      break;
    }
    const carried = own.ok ? undefined : carryOver(read.at(-1), piece);
    if (own.ok) read.push({ ...own, tokens: piece.tokens, head: index });
    else if (carried !== undefined) {
      const head = read.at(-1)?.head ?? index;
      read.push({ meaning: carried, given: false, tokens: piece.tokens, head });
    } else return blame(own, leading.pieces, index);
  }
  const shared = shareScopes(read);
  const limited = shared.ok ? limitAll(shared.read, leading.scope) : shared;
  if (!limited.ok) {
    const end = tokens.findIndex((token) => token === leading.pieces[0]?.tokens.at(-1));
    const first = { proposal: render(tokens.slice(0, end + 1)), at: tokens };
    return { ok: false, trouble: { ...first, ...limited.trouble }, clause: tokens };
  }
  const settled = limited.read.map((clause) => {
    const reading = inField(clause.meaning);
    return { clause, reading: reading.ok ? ofBrowserDialog(reading.value) : reading };
  });
  const unread = settled.find(({ reading }) => !reading.ok);
  if (unread !== undefined && !unread.reading.ok) {
    return {
      ok: false,
      clause: unread.clause.tokens,
      trouble: { at: unread.clause.tokens, ...unread.reading.trouble },
    };
  }
  const meanings = settled.map(({ clause, reading }) => (reading.ok ? reading.value : clause.meaning));
  const last = (head: number): number => limited.read.findLastIndex((clause) => clause.head === head);
  return {
    ok: true,
    clauses: limited.read.flatMap(({ meaning: read, given, tokens: own, head }, index) => {
      const meaning = meanings[index] ?? read;
      const group = leading.pieces.slice(head, last(head) + 1);
      const written = group.flatMap((piece, place) =>
        place === 0 ? piece.tokens : [...piece.joinedBy, ...piece.tokens],
      );
      const tab = group.find((piece) => piece.tab !== undefined)?.tab ?? (head === 0 ? pieces[0]?.tab : undefined);
      const sentence = render(leading.scope === undefined && tab === undefined ? written : tokens);
      const clause = { sentence, line: own[0]?.line ?? 1, meaning, given };
      const isFirst = limited.read.findIndex((other) => other.head === head) === index;
      return tab !== undefined && isFirst ? [{ ...clause, meaning: goingOnIn(tab) }, clause] : [clause];
    }),
  };
}
