import type { LoopBlock } from './checks/blocks.ts';
import type { Row } from './row.ts';

const HEADINGS = ['scenario', 'faults', 'tasks', 'lost', 'repeated', 'recovery mean', 'worst', 'took', ''];

/** The rows as a table, below each what did not hold and what is worth a line. */
export function describeRows(rows: readonly Row[]): string {
  const lines = rows.map(cellsOf);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const described = rows.flatMap((row, index) => [
    line(lines[index] ?? []),
    ...row.broken.map((breach) => `    broken: ${breach}`),
    ...row.late.map((delay) => `    late: ${delay}`),
    ...row.notes.map((note) => `    ${note}`),
    ...(row.blocks.length === 0 ? [] : [`    longest blocks: ${row.blocks.map(blockOf).join(', ')}`]),
  ]);
  return [line(HEADINGS), ...described].join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const times = row.recovery_ms;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return [
    row.scenario,
    ...[row.faults, row.tasks, row.lost, row.repeated].map(String),
    times.length === 0 ? '–' : seconds(mean),
    times.length === 0 ? '–' : seconds(Math.max(...times)),
    `${row.seconds} s`,
    verdict(row),
  ];
}

function blockOf({ process, block_ms }: LoopBlock): string {
  return `${process} ${block_ms} ms`;
}

function verdict({ broken, late }: Row): string {
  if (broken.length > 0) return 'BROKEN';
  return late.length > 0 ? 'LATE' : 'held';
}

/** A time in ms as seconds with one place. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
