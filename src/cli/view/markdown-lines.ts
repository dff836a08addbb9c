import type { Ansis } from 'ansis';
import { type Column, table } from './table.ts';
import { wrap } from './text.ts';

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
  return wrap(plain(line), width).map((part) => part.replace(/\*\*(.+?)\*\*/g, (_, strong: string) => bold(strong)));
}

function tableLines(
  [head = '', rule = '', ...rows]: readonly string[],
  colours: Ansis,
  width: number,
): readonly string[] {
  const rules = cellsOf(rule);
  const columns = cellsOf(head).map((title, index): Column<readonly string[]> => ({
    title,
    align: rules[index]?.endsWith(':') === true ? 'right' : 'left',
    text: (cells) => cells[index] ?? '',
  }));
  return table(columns, rows.map(cellsOf), colours, width, 'wrap');
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
