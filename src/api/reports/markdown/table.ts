/** A column: its title, and what stands in it; figures stand on the right. */
export interface Column<Row> {
  readonly title: string;
  readonly align?: 'right';
  /** As Markdown: what somebody else wrote is escaped already. */
  readonly cell: (row: Row) => string;
}

/** A table in GitHub's Markdown, its columns aligned so that it reads well as it is. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  const widths = columns.map(({ title }, index) =>
    Math.max(3, title.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string => {
    const padded = columns.map(({ align }, index) => {
      const [text = '', width = 0] = [texts[index], widths[index]];
      return align === 'right' ? text.padStart(width) : text.padEnd(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = columns.map(({ align }, index) => {
    const width = widths[index] ?? 0;
    return align === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width);
  });
  return [line(columns.map(({ title }) => title)), line(rule), ...cells.map(line)];
}
