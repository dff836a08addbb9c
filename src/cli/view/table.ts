import type { Ansis } from 'ansis';
import { cut, oneLine } from './text.ts';

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly text: (row: Row) => string;
}

const indent = '  ';
const gap = '  ';

/** Rows under their titles, as wide as what is in them; the last column is cut to what is left of the width. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  colours: Ansis,
  width: number,
): readonly string[] {
  const titles = columns.map(({ title }) => title);
  const cells = rows.map((row) => columns.map(({ text }) => oneLine(text(row))));
  const widths = titles.map((_, index) => Math.max(...[titles, ...cells].map((line) => line[index]?.length ?? 0)));
  const taken = widths.slice(0, -1).reduce((sum, each) => sum + each + gap.length, indent.length);
  const draw = (line: readonly string[]): string => {
    const parts = line.map((text, index) => {
      if (index === columns.length - 1) return cut(text, width - taken);
      const room = widths[index] ?? 0;
      return columns[index]?.align === 'right' ? text.padStart(room) : text.padEnd(room);
    });
    return `${indent}${parts.join(gap)}`.trimEnd();
  };
  return [colours.gray(draw(titles)), ...cells.map(draw)];
}
