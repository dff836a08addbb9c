import type { SystemReport } from '../report.schema.ts';
import { bar } from '../../../domain/report/bar.ts';
import { escaped } from './escaped.ts';
import { moment, NONE, percent } from './figures.ts';
import { table } from './table.ts';

/** Worker processes: how they stand by their heartbeats, and why. */
export function workersLines(workers: NonNullable<SystemReport['workers']>): readonly string[] {
  if (workers.length === 0) return ['There is none.'];
  return table(
    [
      { title: 'Worker', cell: ({ name }) => escaped(name) },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Since', cell: ({ since }) => moment(since) },
      { title: 'Uptime', align: 'right', cell: ({ uptime }) => percent(uptime) },
      { title: '', cell: ({ uptime }) => (uptime === null ? NONE : bar(uptime)) },
      { title: 'Why', cell: ({ reason }) => (reason === null ? NONE : escaped(reason)) },
    ],
    workers,
  );
}
