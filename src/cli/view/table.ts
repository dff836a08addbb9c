import type { Ansis } from 'ansis';
import { padded } from '../../text/columns.ts';
import { cut, nameCutter } from '../../text/cut.ts';
import { type Giving, layOut } from '../../text/layout.ts';
import { oneLine } from '../../text/printable.ts';
import { wrap } from '../../text/wrap.ts';
import type { Colour } from './tone.ts';

/** One column of a table, and what it gives where there is no room. */
export interface Column<Row> extends Giving {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly text: (row: Row) => string;
  readonly colour?: (row: Row) => Colour | undefined;
}

/** How a table is drawn. */
export interface TableDrawing<Row> {
  readonly colours: Ansis;
  /** Columns of the screen; no line is wider. */
  readonly width: number;
  /** What becomes of a last column that has no room: it is cut, or goes on in so many lines at most, below where it is long. */
  readonly last?: 'cut' | { readonly lines: number };
  /** What stands in a line of its own below a row. */
  readonly note?: (row: Row) => string | undefined;
}

const INDENT = 2;
const GAP = 2;

/** Rows under their titles. Columns are as wide as what is in them; where that is too much they are left out or cut. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { colours, width, last = 'cut', note }: TableDrawing<Row>,
): readonly string[] {
  const titles = columns.map(({ title }) => title);
  const cells = rows.map((row) => columns.map(({ text }) => oneLine(text(row))));
  const { shown, below } = layOut({
    columns,
    rows: [titles, ...cells],
    width: width - INDENT,
    gap: GAP,
    last: last === 'cut' ? 'cut' : 'wrap',
  });
  const final = columns.length - 1;
  const cutters = shown.map(({ index, width: room }) =>
    columns[index]?.cut === 'name'
      ? nameCutter(
          cells.map((line) => line[index] ?? ''),
          room,
        )
      : (text: string) => cut(text, room),
  );
  const most = last === 'cut' ? 1 : last.lines;
  const head = (texts: readonly string[], row: Row | undefined): readonly string[] => {
    let [text, taken, more]: [string, number, readonly string[]] = [' '.repeat(INDENT), INDENT, []];
    for (const [place, { index, width: room }] of shown.entries()) {
      const column = columns[index];
      const whole = texts[index] ?? '';
      const isLast = index === final;
      const [first = '', ...others] =
        isLast && last !== 'cut' ? wrap(whole, room, most) : [cutters[place]?.(whole) ?? ''];
      const name = row === undefined ? 'gray' : column?.colour?.(row);
      const ends = place === shown.length - 1 && column?.align !== 'right';
      const cell = ends ? first : padded(first, room, column?.align);
      text += (place === 0 ? '' : ' '.repeat(GAP)) + (name === undefined ? cell : colours[name](cell));
      if (isLast) more = others.map((line) => ' '.repeat(taken) + line);
      taken += room + GAP;
    }
    return [text.trimEnd(), ...more];
  };
  const under = (text: string, lines: number): readonly string[] =>
    wrap(text, width - 2 * INDENT, lines).map((line) => ' '.repeat(2 * INDENT) + line);
  return [
    ...head(titles, undefined),
    ...rows.flatMap((row, place) => {
      const texts = cells[place] ?? [];
      const told = note?.(row);
      return [
        ...head(texts, row),
        ...(below ? under(texts[final] ?? '', most) : []),
        ...(told === undefined ? [] : under(told, 1).map((line) => colours.gray(line))),
      ];
    }),
  ];
}
