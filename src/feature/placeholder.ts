import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

/** The cells of one row of examples by their column. */
export type ExampleRow = ReadonlyMap<string, string>;

const PLACEHOLDER = /<([^<>]+)>/gu;

/** Puts the cells of a row in the place of the `<columns>` of a text. */
export function interpolate(text: string, row: ExampleRow): string {
  return text.replaceAll(PLACEHOLDER, (whole, column: string) => row.get(column.trim()) ?? whole);
}

/** How many characters a text has with its placeholders filled. */
export function filledLength(text: string, row: ExampleRow): number {
  let length = text.length;
  for (const [whole, column = ''] of text.matchAll(PLACEHOLDER)) {
    length += (row.get(column.trim()) ?? whole).length - whole.length;
  }
  return length;
}

/** Whether an example may change the text. */
export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDER) !== -1;
}

const FIRST_MASK = 0xf0000;
/** The private characters that stand for what is put in: more than a text has placeholders, or such characters of its own. */
const MASKED = /[\u{f0000}-\u{ffffd}]/gu;
const PUT_IN = /<([^<>]+)>|[\u{f0000}-\u{ffffd}]/gu;

/** Tokens of a step with its placeholders filled: a cell never changes how the sentence around it is cut. */
export function tokenizeTemplate(text: string, row: ExampleRow, line: number): readonly Token[] {
  const filling: string[] = [];
  const cells = new Set<string>();
  const masked = text.replaceAll(PUT_IN, (whole, column?: string) => {
    const cell = column === undefined ? whole : row.get(column.trim());
    if (cell === undefined) return whole;
    const mask = String.fromCodePoint(FIRST_MASK + filling.push(cell) - 1);
    if (column !== undefined) cells.add(mask);
    return mask;
  });
  const unmask = (part: string): string =>
    part.replaceAll(MASKED, (mask) => filling[(mask.codePointAt(0) ?? 0) - FIRST_MASK] ?? mask);
  return tokenize(masked, line).map((token) => {
    const filled = { ...token, text: unmask(token.text), raw: unmask(token.raw) };
    if (token.kind === 'quoted') return filled;
    if (cells.has(token.text) || (token.text !== filled.text && /\s/u.test(filled.text))) {
      return { ...filled, kind: 'quoted', lower: '', cell: true };
    }
    return { ...filled, lower: unmask(token.lower).toLowerCase() };
  });
}

/** The placeholders of a text that no column of the row fills. */
export function unfilled(text: string, row: ExampleRow): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map((found) => found[1]?.trim() ?? '').filter((column) => !row.has(column));
}
