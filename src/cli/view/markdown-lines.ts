import type { Ansis } from 'ansis';
import { type Column, table } from './table.ts';
import { wrap } from '../../text/wrap.ts';

/** The text at the end of a row goes on in so many lines at most. */
const LINES_OF_TEXT = 3;

/** A Markdown document of the API for a terminal: headings and what is strong in bold, tables as the CLI's own. */
export function markdownLines(markdown: string, colours: Ansis, width: number): readonly string[] {
  const lines = markdown.trimEnd().split('\n');
  const shown: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (!line.startsWith('|')) {
      shown.push(...textLines(line, colours, width));
      continue;
    }
    const end = lines.findIndex((other, at) => at > index && !other.startsWith('|'));
    const rows = lines.slice(index, end === -1 ? undefined : end);
    shown.push(...tableLines(rows, colours, width));
    index += rows.length - 1;
  }
  return shown;
}

function textLines(line: string, { bold }: Ansis, width: number): readonly string[] {
  const heading = /^#+ (.*)$/.exec(line)?.[1];
  if (heading !== undefined) return [bold(plain(heading))];
  if (line === '') return [''];
  const mark = line.startsWith('- ') ? '- ' : '';
  return wrap(plain(line.slice(mark.length)), width - mark.length)
    .map((part, index) => (index === 0 ? mark : ' '.repeat(mark.length)) + part)
    .map((part) => part.replace(/\*\*(.+?)\*\*/g, (_, strong: string) => bold(strong)));
}

function tableLines(
  [head = '', rule = '', ...rows]: readonly string[],
  colours: Ansis,
  width: number,
): readonly string[] {
  const rules = cellsOf(rule);
  const columns = cellsOf(head).map((title, index, all): Column<readonly string[]> => {
    const isFigure = rules[index]?.endsWith(':') === true;
    // Bars go first, then figures from the right; a name at the beginning is cut before any of them.
    const giving = isFigure
      ? { leave: 1 + all.length - index }
      : { ...(title === '' && { leave: 1 }), ...(index === 0 && { cut: 'name' as const }) };
    return { title, align: isFigure ? 'right' : 'left', text: (cells) => cells[index] ?? '', ...giving };
  });
  const isText = columns.at(-1)?.title !== '' && columns.at(-1)?.align !== 'right';
  return table(columns, rows.map(cellsOf), { colours, width, last: isText ? { lines: LINES_OF_TEXT } : 'cut' });
}

/** The cells of a row; a bar after a backslash is part of a cell. */
function cellsOf(row: string): readonly string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => plain(cell.trim()));
}

/** A text without the backslashes that keep it from being markup. */
function plain(text: string): string {
  return text.replace(/\\([\p{P}\p{S}])/gu, '$1');
}
