import type { SystemReport } from '../../../contract/report.ts';
import { bar } from '../../../domain/report/bar.ts';
import { escaped } from './escaped.ts';
import { NONE, percent } from './figures.ts';
import { whole } from '../../../text/whole.ts';
import { rest, ROWS_TOLD, markdownTable } from './table.ts';

type Agents = NonNullable<SystemReport['agents']>;

/** Agents: first what is wrong with which, then how the most important of them did: those, and who was called most. */
export function agentsLines(agents: Agents): readonly string[] {
  if (agents.length === 0) return ['There is none.'];
  const unhealthy = agents.filter(({ problems }) => problems.length > 0);
  const problems =
    unhealthy.length === 0
      ? [`All ${agents.length} are well.`]
      : [
          `${unhealthy.length} of ${agents.length} unhealthy:`,
          '',
          ...unhealthy
            .slice(0, ROWS_TOLD)
            .map(
              ({ name, problems }) =>
                `- **${escaped(name)}**: ${problems.map((problem) => escaped(problem)).join('; ')}`,
            ),
          ...rest(unhealthy.length, 'more unhealthy agents'),
        ];
  const first = agents.toSorted((one, other) => weight(other) - weight(one) || other.calls - one.calls);
  return [
    ...problems,
    '',
    ...markdownTable(
      [
        { title: 'Agent', cell: ({ name }) => escaped(name) },
        { title: 'State', cell: ({ state }) => state ?? NONE },
        { title: 'Uptime', align: 'right', cell: ({ uptime }) => percent(uptime) },
        { title: 'Breaker', cell: ({ breaker }) => breaker ?? 'not known' },
        { title: 'Closed', align: 'right', cell: ({ closed_share }) => percent(closed_share) },
        { title: 'Calls', align: 'right', cell: ({ calls }) => whole(calls) },
        { title: 'Failed', align: 'right', cell: ({ failed }) => whole(failed) },
        { title: 'Answered', align: 'right', cell: ({ success_rate }) => percent(success_rate) },
        { title: '', cell: ({ success_rate }) => (success_rate === null ? NONE : bar(success_rate)) },
      ],
      first.slice(0, ROWS_TOLD),
    ),
    ...rest(agents.length, 'more agents'),
  ];
}

function weight({ problems }: Agents[number]): number {
  return Math.min(1, problems.length);
}
