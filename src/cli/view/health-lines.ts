import type { Ansis } from 'ansis';
import type { HealthReport } from '../api/health-report.ts';
import { moment } from './moment.ts';
import { type Column, table } from './table.ts';

const COLUMNS: readonly Column<HealthReport['checks'][number]>[] = [
  { title: 'CHECK', text: ({ name }) => name },
  { title: 'STATUS', text: ({ status }) => status },
  { title: 'WHAT IT SAYS', text: ({ message }) => message },
];

/** The status, the checks, and below them what to change. */
export function healthLines({ status, as_of, checks, recommendations }: HealthReport, colours: Ansis, width: number) {
  const colour = { healthy: colours.green, unhealthy: colours.red }[status] ?? colours.yellow;
  const when = as_of === null ? 'no sample yet' : `as of ${moment(as_of)}`;
  return [
    `${colour(status)}, ${when}`,
    ...(checks.length === 0 ? [] : table(COLUMNS, checks, colours, width, 'wrap')),
    ...recommendations.map((advice) => colours.yellow(`→ ${advice}`)),
  ];
}
