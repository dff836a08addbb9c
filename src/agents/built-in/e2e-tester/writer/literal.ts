/** Characters that end a line, are invisible, or reorder the text around them: a source file shows them as escapes. */
const UNPRINTABLE = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff`;
const UNPRINTABLE_CHARACTER = new RegExp(`[${UNPRINTABLE}]`, 'gu');
const BLANK_OR_UNPRINTABLE = new RegExp(`[\\s${UNPRINTABLE}]+`, 'gu');

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escapeUnprintable = (text: string): string =>
  text.replace(
    UNPRINTABLE_CHARACTER,
    (character) => SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The text as a string literal of TypeScript, in the quotes that need fewer escapes. */
export function stringLiteral(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + escapeUnprintable(text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)) + quote;
}

/** A quote after a quote: Playwright's selectors lose the end of a regular expression that has one. */
const SECOND_QUOTE = /(?<=["'`])["'`]/g;

/** The text as part of a regular expression that matches it and nothing else. */
export const literalPattern = (text: string): string =>
  escapeUnprintable(
    text
      .replace(/[$()*+./?[\\\]^{|}]/g, '\\$&')
      .replace(SECOND_QUOTE, (quote) => `\\x${quote.charCodeAt(0).toString(16)}`),
  );

/** The text as part of a regular expression that takes any white space where the text has some, as a page shows it. */
export const pageTextPattern = (text: string): string => text.trim().split(/\s+/u).map(literalPattern).join('\\s+');

/** A pattern made of the parts above as a regular expression literal. */
export const regexLiteral = (pattern: string, flags: '' | 'i' = ''): string =>
  `/${pattern === '' ? '(?:)' : pattern}/${flags}`;

/** The text as a comment of one line, its white space and invisible characters turned into single spaces. */
export const lineComment = (text: string): string => `// ${text.replace(BLANK_OR_UNPRINTABLE, ' ').trim()}`;
