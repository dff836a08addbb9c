import { isOneOf, type Token } from './token.ts';
import { baseForm } from './verbs.ts';

/** The tokens that stand where a form has a slot. */
export type Captures = Readonly<Record<string, readonly Token[]>>;

type Element =
  | { readonly kind: 'words'; readonly words: ReadonlySet<string>; readonly optional: boolean }
  | { readonly kind: 'slot'; readonly name: string };

/** A sentence form made ready for matching. */
export interface Pattern {
  readonly form: string;
  readonly elements: readonly Element[];
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
  return { form, elements, fixed: elements.filter((e) => e.kind === 'words' && !e.optional).length };
}

/** Every way in which the tokens fit the form; slots may come out empty. */
export function matches(tokens: readonly Token[], { elements }: Pattern): readonly Captures[] {
  const [element, ...others] = elements;
  if (element === undefined) return tokens.length === 0 ? [{}] : [];
  const rest = { form: '', elements: others, fixed: 0 };
  if (element.kind === 'words') {
    const taken = isWord(tokens[0], element.words) ? matches(tokens.slice(1), rest) : [];
    return taken.length > 0 || !element.optional ? taken : matches(tokens, rest);
  }
  if (others.length === 0) return [{ [element.name]: tokens }];
  return tokens
    .map((_, length) => length)
    .concat(tokens.length)
    .flatMap((length) =>
      matches(tokens.slice(length), rest).map((captures) => ({ ...captures, [element.name]: tokens.slice(0, length) })),
    );
}

function isWord(token: Token | undefined, words: ReadonlySet<string>): boolean {
  if (token?.kind !== 'word') return false;
  return isOneOf(token, words) || words.has(baseForm(token.lower) ?? '');
}
