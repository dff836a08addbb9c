import type { SystemReport } from '../report.schema.ts';
import { escaped } from './escaped.ts';
import { moment, whole } from './figures.ts';
import { table } from './table.ts';

/** Failures by the group of their error. */
export function failuresLines({ groups, more }: NonNullable<SystemReport['failures']>): readonly string[] {
  if (groups.length === 0) return ['No task failed.'];
  return [
    ...(more ? ['There were more: of each kind the latest 1 000 are counted.', ''] : []),
    ...table(
      [
        { title: 'Count', align: 'right', cell: ({ count }) => whole(count) },
        { title: 'Latest', cell: ({ latest }) => moment(latest) },
        { title: 'Example', cell: ({ example }) => escaped(example) },
        { title: 'Phase', cell: ({ phases }) => phases.map(escaped).join(', ') },
        { title: 'Error', cell: ({ type, pattern }) => `${escaped(type)}: ${escaped(pattern)}` },
      ],
      groups,
    ),
  ];
}

/** What is wrong, and was. */
export function alertsLines(alerts: SystemReport['alerts']): readonly string[] {
  if (alerts.length === 0) return ['None.'];
  return table(
    [
      { title: 'What', cell: ({ name }) => escaped(name) },
      { title: 'Began', cell: ({ began_at }) => moment(began_at) },
      { title: 'Ended', cell: ({ ended_at }) => (ended_at === null ? 'lasts' : moment(ended_at)) },
      { title: 'Why', cell: ({ message }) => escaped(message) },
    ],
    alerts,
  );
}

/** The checks that do not pass, and how many do. */
export function checksLines(checks: SystemReport['checks']): readonly string[] {
  const others = checks.filter(({ status }) => status !== 'pass');
  const passing = `${checks.length - others.length} of ${checks.length} checks pass.`;
  if (others.length === 0) return [passing];
  return [
    passing,
    '',
    ...table(
      [
        { title: 'Check', cell: ({ name }) => escaped(name) },
        { title: 'Status', cell: ({ status }) => status },
        { title: 'What it says', cell: ({ message }) => escaped(message) },
      ],
      others,
    ),
  ];
}
