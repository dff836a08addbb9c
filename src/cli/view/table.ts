import type { Ansis } from 'ansis';
import { cut, oneLine, wrap } from './text.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly text: (row: Row) => string;
}

const indent = '  ';
const gap = '  ';

/**
 * Rows under their titles, as wide as what is in them; the last column is cut to what is left of the width, or goes on in
 * lines below.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  colours: Ansis,
  width: number,
  last: 'cut' | 'wrap' = 'cut',
): readonly string[] {
  const titles = columns.map(({ title }) => title);
  const cells = rows.map((row) => columns.map(({ text }) => oneLine(text(row))));
  const widths = titles.map((_, index) => Math.max(...[titles, ...cells].map((line) => line[index]?.length ?? 0)));
  const taken = widths.slice(0, -1).reduce((sum, each) => sum + each + gap.length, indent.length);
  const draw = (line: readonly string[]): readonly string[] => {
    const fixed = line.slice(0, -1).map((text, index) => {
      const room = widths[index] ?? 0;
      return columns[index]?.align === 'right' ? text.padStart(room) : text.padEnd(room);
    });
    const text = line.at(-1) ?? '';
    const [first = '', ...more] = last === 'cut' ? [cut(text, width - taken)] : wrap(text, width - taken);
    return [`${indent}${[...fixed, first].join(gap)}`.trimEnd(), ...more.map((rest) => `${' '.repeat(taken)}${rest}`)];
  };
  return [...draw(titles).map((title) => colours.gray(title)), ...cells.flatMap(draw)];
}
