import type { Ansis } from 'ansis';
import type { HealthReport } from '../api/health-report.ts';
import { moment } from './moment.ts';
import { type Column, table } from './table.ts';

const COLUMNS: readonly Column<HealthReport['checks'][number]>[] = [
  { title: 'CHECK', text: ({ name }) => name },
  { title: 'STATUS', text: ({ status }) => status },
  { title: 'WHAT IT SAYS', text: ({ message }) => message },
];

type Remedy = NonNullable<HealthReport['remediation']>[number];

const REMEDY_COLUMNS: readonly Column<Remedy>[] = [
  { title: 'REMEDY', align: 'right', text: ({ id }) => String(id) },
  { title: 'SINCE', text: ({ applied_at }) => moment(applied_at) },
  { title: 'STATUS', text: ({ status }) => status.replaceAll('_', ' ') },
  { title: 'WHAT AND WHY', text: remedyWords },
];

/** The status, the checks, what was done about them, and below that what to change. */
export function healthLines(report: HealthReport, colours: Ansis, width: number): readonly string[] {
  const { status, as_of, checks, recommendations, remediation = [] } = report;
  const colour = { healthy: colours.green, unhealthy: colours.red }[status] ?? colours.yellow;
  const when = as_of === null ? 'no sample yet' : `as of ${moment(as_of)}`;
  return [
    `${colour(status)}, ${when}`,
    ...(checks.length === 0 ? [] : table(COLUMNS, checks, colours, width, 'wrap')),
    ...(remediation.length === 0 ? [] : table(REMEDY_COLUMNS, remediation, colours, width, 'wrap')),
    ...recommendations.map((advice) => colours.yellow(`→ ${advice}`)),
  ];
}

/** What was done, why, and how it is reversed, or why it ended. */
function remedyWords({ kind, cause, effect, reversal, end_reason }: Remedy): string {
  return `${effect ?? kind.replaceAll('_', ' ')}, because ${cause}; ${end_reason ?? reversal}`;
}
