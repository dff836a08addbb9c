import { heartbeatTrouble } from '../../../domain/heartbeat/trouble.ts';
import type { SystemReport } from '../../../contract/report.ts';
import { bar } from '../../../domain/report/bar.ts';
import { escaped } from './escaped.ts';
import { momentInUtc, NONE, percent } from './figures.ts';
import { rest, ROWS_TOLD, markdownTable } from './table.ts';

type Workers = NonNullable<SystemReport['workers']>;

/** Who is not known stands above those that are well. */
const UNKNOWN = 0.5;

/** Worker processes: how they stand by their heartbeats, and why; who is not well first. */
export function workersLines(workers: Workers): readonly string[] {
  if (workers.length === 0) return ['There is none.'];
  const trouble = ({ state }: Workers[number]): number => heartbeatTrouble(state) ?? UNKNOWN;
  const first = workers.toSorted((one, other) => trouble(other) - trouble(one));
  return [
    ...markdownTable(
      [
        { title: 'Worker', cell: ({ name }) => escaped(name) },
        { title: 'State', cell: ({ state }) => state },
        { title: 'Since', cell: ({ since }) => momentInUtc(since) },
        { title: 'Uptime', align: 'right', cell: ({ uptime }) => percent(uptime) },
        { title: '', cell: ({ uptime }) => (uptime === null ? NONE : bar(uptime)) },
        { title: 'Why', cell: ({ reason }) => (reason === null ? NONE : escaped(reason)) },
      ],
      first.slice(0, ROWS_TOLD),
    ),
    ...rest(workers.length, 'more workers'),
  ];
}
