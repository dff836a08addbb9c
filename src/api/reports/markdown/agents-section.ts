import type { SystemReport } from '../report.schema.ts';
import { bar } from '../../../domain/report/bar.ts';
import { escaped } from './escaped.ts';
import { NONE, percent, whole } from './figures.ts';
import { table } from './table.ts';

/** Agents: first what is wrong with which, then all of them. */
export function agentsLines(agents: NonNullable<SystemReport['agents']>): readonly string[] {
  if (agents.length === 0) return ['There is none.'];
  const unhealthy = agents.filter(({ problems }) => problems.length > 0);
  const problems =
    unhealthy.length === 0
      ? [`All ${agents.length} are well.`]
      : [
          `${unhealthy.length} of ${agents.length} unhealthy:`,
          '',
          ...unhealthy.map(({ name, problems }) => `- **${escaped(name)}**: ${problems.map(escaped).join('; ')}`),
        ];
  return [
    ...problems,
    '',
    ...table(
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
      agents,
    ),
  ];
}
