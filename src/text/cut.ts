import { type Cell, cellsOf, columnsOf } from './columns.ts';
import { oneLine } from './printable.ts';

const MARK = '…';

/** A text on one line of at most `width` columns, its end marked where something is missing. */
export function cut(text: string, width: number): string {
  const line = oneLine(text);
  if (columnsOf(line) <= width) return line;
  return width < 1 ? '' : headOf(cellsOf(line), width - 1) + MARK;
}

/**
 * How to cut names to at most `width` columns so that as many as can be stay different: from each the same part is left out,
 * in the middle where that serves, else wherever it does.
 */
export function nameCutter(names: readonly string[], width: number): (name: string) => string {
  const cells = distinct(names)
    .filter((name) => columnsOf(name) > width)
    .map(cellsOf);
  const room = Math.max(0, width - 1);
  const heads = Array.from({ length: room + 1 }, (_, head) => head).toSorted(
    (one, other) => Math.abs(2 * one - room) - Math.abs(2 * other - room),
  );
  let best = { head: heads[0] ?? 0, worth: 0 };
  for (const head of heads) {
    const shown = cells.map((name) => withoutMiddle(name, head, room));
    // Among those that tell as much, one that goes on with a whole word or number: 43 rather than 3.
    const isWhole = shown.every((short, index) => goesOnWithWord(short, cells[index] ?? []));
    const worth = 2 * new Set(shown).size + (isWhole ? 1 : 0);
    if (worth > best.worth) best = { head, worth };
  }
  return (name) => {
    const line = oneLine(name);
    if (columnsOf(line) <= width) return line;
    return width < 1 ? '' : withoutMiddle(cellsOf(line), best.head, room);
  };
}

/** The least width, from `least` up to `most`, at which cut names are as different as whole ones; `most` where none is. */
export function tellingWidth(names: readonly string[], least: number, most: number): number {
  const all = distinct(names);
  let [low, high] = [least, Math.max(least, most)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const cutter = nameCutter(all, middle);
    if (new Set(all.map(cutter)).size === all.length) high = middle;
    else low = middle + 1;
  }
  return low;
}

function goesOnWithWord(short: string, cells: readonly Cell[]): boolean {
  const tail = short.slice(short.indexOf(MARK) + MARK.length);
  const before = cells
    .map(({ text }) => text)
    .join('')
    .slice(0, -tail.length || undefined);
  return !/[\p{L}\p{N}]$/u.test(before) || !/^[\p{L}\p{N}]/u.test(tail);
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(oneLine))];
}

function withoutMiddle(cells: readonly Cell[], head: number, room: number): string {
  return headOf(cells, head) + MARK + headOf(cells.toReversed(), room - head, (text, more) => more + text);
}

/** As many characters from the beginning as have room. */
function headOf(cells: readonly Cell[], room: number, join = (text: string, more: string) => text + more): string {
  let [text, taken] = ['', 0];
  for (const cell of cells) {
    if (taken + cell.columns > room) break;
    taken += cell.columns;
    text = join(text, cell.text);
  }
  return text;
}
