import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

/** The cells of one row of examples by their column. */
export type ExampleRow = ReadonlyMap<string, string>;

const MARK_BASE = 0xe000;

/** Puts the cells of a row in the place of the `<columns>` of a text. */
export function interpolate(text: string, row: ExampleRow): string {
  return text.replaceAll(/<([^<>]+)>/gu, (whole, column: string) => row.get(column.trim()) ?? whole);
}

/** Tokens of a step with its placeholders filled: a cell never changes how the sentence around it is cut. */
export function tokenizeTemplate(text: string, row: ExampleRow, line: number): readonly Token[] {
  const columns = [...row.keys()];
  const masks = new Map(columns.map((column, index) => [column, String.fromCodePoint(MARK_BASE + index)]));
  const unmask = (masked: string): string =>
    columns.reduce((filled, column) => filled.replaceAll(masks.get(column) ?? '', () => row.get(column) ?? ''), masked);
  return tokenize(interpolate(text, masks), line).map((token) => {
    const filled = { ...token, text: unmask(token.text), raw: unmask(token.raw) };
    if (token.kind === 'quoted') return filled;
    const alone = [...masks.values()].includes(token.text);
    if (alone || (token.text !== filled.text && /\s/u.test(filled.text))) {
      return { ...filled, kind: 'quoted', lower: '', cell: true };
    }
    return { ...filled, lower: unmask(token.lower).toLowerCase() };
  });
}

/** The placeholders of a text that no column of the row fills. */
export function unfilled(text: string, row: ExampleRow): readonly string[] {
  return [...text.matchAll(/<([^<>]+)>/gu)].map((found) => found[1]?.trim() ?? '').filter((column) => !row.has(column));
}
