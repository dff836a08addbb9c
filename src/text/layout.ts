import { columnsOf } from './columns.ts';
import { tellingWidth } from './cut.ts';

/** What a column of a table gives where there is no room for all of them. */
export interface Giving {
  /** It is cut: a name keeps what tells it from the others above and below, any other text its beginning. */
  readonly cut?: 'name' | 'end';
  /** It is left out: the one with 1 first, and one without a number never. */
  readonly leave?: number;
}

/** A table to be laid out. */
export interface Draft {
  readonly columns: readonly Giving[];
  /** All rows, titles among them. */
  readonly rows: readonly (readonly string[])[];
  /** Columns of the screen for all of it, and between two of its columns. */
  readonly width: number;
  readonly gap: number;
  /** What becomes of the last column where it has no room: it is cut, or goes on in lines below. */
  readonly last: 'cut' | 'wrap';
}

/** Which columns are shown, by their place in the draft, and how wide. */
export interface Layout {
  readonly shown: readonly { readonly index: number; readonly width: number }[];
  /** The last column stands in lines of its own below each row, and is not among those that are shown. */
  readonly below: boolean;
}

interface Sized {
  readonly index: number;
  readonly whole: number;
  readonly least: number;
}

/** A column that is cut has at least so much, and a last one at most so much, before others are left out. */
const LEAST = { end: 12, name: 12, last: 16 };

/** The share of the width that a text which goes on in lines has at least, beside the others. */
const STRIP = 0.45;

/** A name that is cut has so much more than tells it from the others, so that it need not be cut within a word. */
const ROOM_FOR_WORDS = 3;

/** A name takes at most so much before others are left out. */
const MOST_OF_NAME = 34;

/**
 * How wide the columns of a table are. While it is too wide columns are left out, then cut to the least that serves; a last
 * column that would go on in a narrow strip goes below its row instead.
 */
export function layOut({ columns, rows, width, gap, last }: Draft): Layout {
  const sized = columns.map((column, index) => sizedOf(column, index, rows));
  const final = sized.at(-1);
  if (final === undefined) return { shown: [], below: false };
  const others = sized.slice(0, -1);
  if (last === 'wrap') {
    const strip = Math.max(Math.min(final.whole, Math.floor(width * STRIP)), longestWord(final.index, rows));
    const side = [...others, { ...final, least: strip }];
    return takes(side, gap) <= width
      ? { shown: grown(side, width, gap), below: false }
      : { shown: fitted(others, columns, width, gap), below: true };
  }
  const least = columns[final.index]?.cut === undefined ? Math.min(final.whole, LEAST.last) : final.least;
  return { shown: fitted([...others, { ...final, least }], columns, width, gap), below: false };
}

function sizedOf({ cut }: Giving, index: number, rows: Draft['rows']): Sized {
  const texts = rows.map((row) => row[index] ?? '');
  const whole = Math.max(0, ...texts.map(columnsOf));
  if (cut === undefined) return { index, whole, least: whole };
  const most = Math.min(whole, MOST_OF_NAME);
  const telling =
    cut === 'name' ? Math.min(most, tellingWidth(texts, Math.min(LEAST.name, most), most) + ROOM_FOR_WORDS) : LEAST.end;
  return { index, whole, least: Math.min(whole, telling) };
}

function longestWord(index: number, rows: Draft['rows']): number {
  return Math.max(0, ...rows.flatMap((row) => (row[index] ?? '').split(' ').map(columnsOf)));
}

/** The columns that have room, each as wide as it can be. */
function fitted(sized: readonly Sized[], columns: readonly Giving[], width: number, gap: number): Layout['shown'] {
  const order = sized
    .flatMap(({ index }) => {
      const leave = columns[index]?.leave;
      return leave === undefined ? [] : [{ index, leave }];
    })
    .toSorted((one, other) => one.leave - other.leave);
  let kept = sized;
  for (const { index } of order) {
    if (takes(kept, gap) <= width) break;
    kept = kept.filter((column) => column.index !== index);
  }
  return takes(kept, gap) <= width ? grown(kept, width, gap) : squeezed(kept, width, gap);
}

/** The least that columns take together. */
function takes(sized: readonly Sized[], gap: number): number {
  return sized.reduce((sum, { least }) => sum + least + gap, -gap);
}

/** What is left of the width goes to the narrowest that is cut, so that as many as can be are whole. */
function grown(sized: readonly Sized[], width: number, gap: number): Layout['shown'] {
  let spare = width - takes(sized, gap);
  const widths = new Map(sized.map(({ index, least }) => [index, least]));
  for (const { index, whole, least } of sized.toSorted((one, other) => one.whole - other.whole)) {
    const more = Math.min(spare, whole - least);
    widths.set(index, least + more);
    spare -= more;
  }
  return sized.map(({ index, least }) => ({ index, width: widths.get(index) ?? least }));
}

/** Where even the least is too much, the widest gives way. */
function squeezed(sized: readonly Sized[], width: number, gap: number): Layout['shown'] {
  const widths = sized.map(({ least }) => least);
  const taken = (): number => widths.reduce((sum, each) => sum + each + gap, -gap);
  while (taken() > width && Math.max(...widths) > 1) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return sized.map(({ index }, place) => ({ index, width: widths[place] ?? 0 }));
}
