/** A word, a quoted piece, or a punctuation mark of a sentence. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'mark';
  /** The word as written, the content of the quotes, or the mark. */
  readonly text: string;
  /** The text in lower case with straight apostrophes; empty for quoted pieces, which are never grammar. */
  readonly lower: string;
  /** The characters of the source, quotes included. */
  readonly raw: string;
  /** White space before the token. */
  readonly gap: string;
  /** The line of the text, from 1. */
  readonly line: number;
  /** True for an example cell put into the sentence without quotes: a name, but also a number, a key or a state. */
  readonly cell?: boolean;
}

/** Makes a word token that is not in the source, such as a verb carried over from the clause before. */
export function word(text: string, line: number): Token {
  return { kind: 'word', text, lower: text.toLowerCase(), raw: text, gap: ' ', line };
}

/** Makes a quoted token from a value that stands outside the sentence, such as a doc string or a table cell. */
export function quoted(value: string, line: number): Token {
  return { kind: 'quoted', text: value, lower: '', raw: quote(value), gap: ' ', line };
}

/** Puts text in the first kind of quotes that it does not itself contain. */
export function quote(text: string): string {
  if (!text.includes('"')) return `"${text}"`;
  if (!/[“”]/u.test(text)) return `“${text}”`;
  return /[«»]/u.test(text) ? `\`${text.replaceAll('`', '')}\`` : `«${text}»`;
}

/** The tokens as they were written. */
export function render(tokens: readonly Token[]): string {
  return tokens
    .map((token) => token.gap + token.raw)
    .join('')
    .trim();
}

/** The words of unquoted tokens, one space between them, letters untouched. */
export function wording(tokens: readonly Token[]): string {
  let words = '';
  for (const { text } of tokens) if (text !== '') words += words === '' ? text : ` ${text}`;
  return words;
}

/** Whether the token is a word or mark with one of these lower-case spellings. */
export function isOneOf(token: Token | undefined, words: ReadonlySet<string>): boolean {
  return token !== undefined && token.kind !== 'quoted' && words.has(token.lower);
}
