import wrapAnsi from 'wrap-ansi';
import { columnsOf } from './columns.ts';
import { cut } from './cut.ts';
import { oneLine } from './printable.ts';

/**
 * A text broken into lines of at most `width` columns, at blanks where it can be; of more than `most` lines the last one is
 * cut.
 */
export function wrap(text: string, width: number, most = Infinity): readonly string[] {
  const line = oneLine(text);
  if (line === '') return [];
  const lines = wrapLine(line, width);
  if (lines.length <= most) return lines;
  const rest = lines.slice(most - 1).join(' ');
  return [...lines.slice(0, most - 1), cut(rest, width)];
}

/** A line that may have colours, broken where it is wider than `width`; its lines begin where it does. */
export function wrapLine(line: string, width: number): readonly string[] {
  if (columnsOf(line) <= width) return [line];
  const indent = ' '.repeat(Math.min(line.length - line.trimStart().length, Math.floor(width / 2)));
  return wrapAnsi(line.trim(), Math.max(2, width - indent.length), { hard: true })
    .split('\n')
    .map((part) => indent + part);
}
