import { type CheckGroup, checkSummary } from '../../../domain/health/check-groups.ts';
import type { SystemReport } from '../../../contract/report.ts';
import { escaped } from './escaped.ts';
import { momentInUtc } from './figures.ts';
import { whole } from '../../../text/whole.ts';
import { rest, ROWS_TOLD, markdownTable } from './table.ts';

/** Of checks of one kind that stand alike so many are told. */
const CHECKS_OF_A_KIND = 5;

/** Failures by the group of their error. */
export function failuresLines({ groups, more }: NonNullable<SystemReport['failures']>): readonly string[] {
  if (groups.length === 0) return ['No task failed.'];
  return [
    ...(more ? ['There were more: of each kind the latest 1 000 are counted.', ''] : []),
    ...markdownTable(
      [
        { title: 'Count', align: 'right', cell: ({ count }) => whole(count) },
        { title: 'Latest', cell: ({ latest }) => momentInUtc(latest) },
        { title: 'Example', cell: ({ example }) => escaped(example) },
        { title: 'Phase', cell: ({ phases }) => phases.map((phase) => escaped(phase)).join(', ') },
        { title: 'Error', cell: ({ type, pattern }) => escaped(`${type}: ${pattern}`) },
      ],
      groups.slice(0, ROWS_TOLD),
    ),
    ...rest(groups.length, 'more groups of failures'),
  ];
}

/** What is wrong, and was. */
export function alertsLines(alerts: SystemReport['alerts']): readonly string[] {
  if (alerts.length === 0) return ['None.'];
  return [
    ...markdownTable(
      [
        { title: 'What', cell: ({ name }) => escaped(name) },
        { title: 'Began', cell: ({ began_at }) => momentInUtc(began_at) },
        { title: 'Ended', cell: ({ ended_at }) => (ended_at === null ? 'lasts' : momentInUtc(ended_at)) },
        { title: 'Why', cell: ({ message }) => escaped(message) },
      ],
      alerts.slice(0, ROWS_TOLD),
    ),
    ...rest(alerts.length, 'more alerts'),
  ];
}

/** The checks that do not pass, and how many do. */
export function checksLines(checks: SystemReport['checks']): readonly string[] {
  const { counts, wrong } = checkSummary(checks);
  const others = wrong.flatMap((group) => group.checks.slice(0, CHECKS_OF_A_KIND));
  const passing = `${counts.pass} of ${checks.length} checks pass.`;
  if (others.length === 0) return [passing];
  return [
    passing,
    '',
    ...markdownTable(
      [
        { title: 'Check', cell: ({ name }) => escaped(name) },
        { title: 'Status', cell: ({ status }) => status },
        { title: 'What it says', cell: ({ message }) => escaped(message) },
      ],
      others,
    ),
    ...wrong.flatMap(moreOf),
  ];
}

function moreOf({ kind, status, checks }: CheckGroup): readonly string[] {
  const more = checks.length - CHECKS_OF_A_KIND;
  const word = more === 1 ? 'check' : 'checks';
  return more > 0 ? ['', `… and ${more} more ${kind} ${word} with status ${status}.`] : [];
}
