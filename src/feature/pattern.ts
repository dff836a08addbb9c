import type { Token } from './token.ts';
import { baseForm } from './verbs.ts';

/** The tokens that stand where a form has a slot. */
export type Captures = Readonly<Record<string, readonly Token[]>>;

type Element =
  | { readonly kind: 'words'; readonly words: ReadonlySet<string>; readonly optional: boolean }
  | { readonly kind: 'slot'; readonly name: string };

/** A sentence form made ready for matching. */
export interface Pattern {
  readonly elements: readonly Element[];
  /** What it cannot do without: one word of each list. */
  readonly needs: readonly (readonly string[])[];
  /** How many words the form fixes: the more, the closer a match. */
  readonly fixed: number;
}

/**
 * Compiles a form such as `enter|type {value} in|into [the] {field}`: words (alternatives by `|`, optional in brackets)
 * and slots. A verb stands for all its forms.
 */
export function pattern(form: string): Pattern {
  const elements = form.split(' ').map((piece): Element => {
    if (piece.startsWith('{')) return { kind: 'slot', name: piece.slice(1, -1) };
    const optional = piece.startsWith('[');
    return { kind: 'words', words: new Set((optional ? piece.slice(1, -1) : piece).split('|')), optional };
  });
  const needs = elements.flatMap((element) =>
    element.kind === 'words' && !element.optional ? [[...element.words]] : [],
  );
  return { elements, needs, fixed: needs.length };
}

/** The words of the tokens as patterns know them: as written, and verbs also in their base form. */
export function wordsOf(tokens: readonly Token[]): ReadonlySet<string> {
  return new Set(tokens.flatMap((token) => (token.kind === 'word' ? spellings(token) : [])));
}

/** Whether tokens of these words may fit the form; most forms are ruled out by it, at less than the price of a match. */
export function mayFit(words: ReadonlySet<string>, { needs }: Pattern): boolean {
  return needs.every((alternatives) => alternatives.some((word) => words.has(word)));
}

/** Every way in which the tokens fit the form; slots may come out empty. */
export function matches(tokens: readonly Token[], { elements }: Pattern): readonly Captures[] {
  return matchesFrom(tokens, 0, elements, 0);
}

/** Every way in which the tokens from `at` fit the elements from `next`. */
function matchesFrom(
  tokens: readonly Token[],
  at: number,
  elements: readonly Element[],
  next: number,
): readonly Captures[] {
  const element = elements[next];
  if (element === undefined) return tokens.length === at ? [{}] : [];
  if (element.kind === 'words') {
    const taken = isWord(tokens[at], element.words) ? matchesFrom(tokens, at + 1, elements, next + 1) : [];
    return taken.length > 0 || !element.optional ? taken : matchesFrom(tokens, at, elements, next + 1);
  }
  if (next === elements.length - 1) return [{ [element.name]: tokens.slice(at) }];
  const found: Captures[] = [];
  for (let end = at; end <= tokens.length; end += 1) {
    for (const captures of matchesFrom(tokens, end, elements, next + 1)) {
      found.push({ ...captures, [element.name]: tokens.slice(at, end) });
    }
  }
  return found;
}

function isWord(token: Token | undefined, words: ReadonlySet<string>): boolean {
  return token?.kind === 'word' && spellings(token).some((spelling) => words.has(spelling));
}

function spellings({ lower }: Token): readonly string[] {
  const base = baseForm(lower);
  return base === undefined || base === lower ? [lower] : [lower, base];
}
