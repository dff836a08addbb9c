import { columnsOf, padded } from '../../../text/columns.ts';

/** A column: its title, and what stands in it; figures stand on the right. */
export interface MarkdownColumn<Row> {
  readonly title: string;
  readonly align?: 'right';
  /** As Markdown: what somebody else wrote is escaped already. */
  readonly cell: (row: Row) => string;
}

/** Rows of a list that a report tells; of the rest it says how many there are. */
export const ROWS_TOLD = 10;

/** What a report says of rows that it leaves out; the report as JSON has them. */
export function rest(all: number, what: string): readonly string[] {
  return all > ROWS_TOLD ? ['', `… and ${all - ROWS_TOLD} ${what}; the report as JSON has them all.`] : [];
}

/** A table in GitHub's Markdown, its columns aligned so that it reads well as it is. */
export function markdownTable<Row>(columns: readonly MarkdownColumn<Row>[], rows: readonly Row[]): readonly string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const widths = columns.map(({ title }, index) =>
    Math.max(3, title.length, ...cells.map((line) => columnsOf(line[index] ?? ''))),
  );
  const line = (texts: readonly string[]): string => {
    const filled = columns.map(({ align }, index) => padded(texts[index] ?? '', widths[index] ?? 0, align));
    return `| ${filled.join(' | ')} |`;
  };
  const rule = columns.map(({ align }, index) => {
    const width = widths[index] ?? 0;
    return align === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width);
  });
  return [line(columns.map(({ title }) => title)), line(rule), ...cells.map(line)];
}
