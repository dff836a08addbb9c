import type { Ansis } from 'ansis';
import { type CheckGroup, checkSummary } from '../../domain/health/check-groups.ts';
import { wrap } from '../../text/wrap.ts';
import type { HealthReport } from '../../contract/health.ts';
import { type ListDrawing, moreLine, reasonLines } from './list-drawing.ts';
import { moment } from './moment.ts';
import { CHECK_TONES, HEALTH_TONES } from '../../domain/statuses.ts';
import { type Column, table } from './table.ts';
import { TONE_COLOURS } from './tone.ts';

type Check = HealthReport['checks'][number];
type Remedy = HealthReport['remediation'][number];

const CHECK_COLUMNS: readonly Column<Check>[] = [
  { title: 'CHECK', cut: 'name', text: ({ name }) => name },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => TONE_COLOURS[CHECK_TONES[status]] },
  { title: 'WHAT IT SAYS', text: ({ message }) => message },
];

const REMEDY_COLUMNS: readonly Column<Remedy>[] = [
  { title: 'REMEDY', align: 'right', text: ({ id }) => String(id) },
  { title: 'SINCE', text: ({ applied_at }) => moment(applied_at) },
  { title: 'STATUS', text: ({ status }) => status.replaceAll('_', ' ') },
  { title: 'WHAT AND WHY', text: remedyWords },
];

/** Of checks of one kind that stand alike so many are listed; `--all` lists the rest, and what passes. */
const LISTED = 5;

/** So many remedies are listed. */
const REMEDIES_LISTED = 5;

/** The status, what does not pass, how many checks do, what was done about it, and below that what to change. */
export function healthLines(report: HealthReport, drawing: ListDrawing): readonly string[] {
  const { status, as_of, checks, recommendations, remediation } = report;
  const { colours, width, all } = drawing;
  const colour = colours[TONE_COLOURS[HEALTH_TONES[status]]];
  const when = as_of === null ? 'no sample yet' : `as of ${moment(as_of)}`;
  const remedies = all ? remediation : remediation.slice(0, REMEDIES_LISTED);
  return [
    `${colour(status)}, ${when}`,
    ...(checks.length === 0 ? [] : checkLines(checks, drawing)),
    ...(remedies.length === 0
      ? []
      : ['', ...table(REMEDY_COLUMNS, remedies, { colours, width, last: { lines: all ? Infinity : 6 } })]),
    ...moreLine(remediation.length - remedies.length, drawing, 'more remedies'),
    ...(recommendations.length === 0 ? [] : ['']),
    ...recommendations.flatMap((advice) => adviceLines(advice, colours, width)),
  ];
}

function checkLines(checks: readonly Check[], drawing: ListDrawing): readonly string[] {
  const { colours, width, all } = drawing;
  const { counts, wrong, passing } = checkSummary(checks);
  const listed = all
    ? [...wrong.flatMap((group) => group.checks), ...checks.filter(({ status }) => status === 'pass')]
    : wrong.flatMap((group) => group.checks.slice(0, LISTED));
  const kinds = passing.map(({ kind, count }) => (count === 1 ? kind : `${count} ${kind}`)).join(', ');
  const passed = `${counts.pass} of ${checks.length} checks pass${kinds === '' ? '' : `: ${kinds}`}`;
  return [
    ...wrap(passed, width - 2).map((line) => `  ${colours.gray(line)}`),
    ...(listed.length === 0
      ? []
      : ['', ...table(CHECK_COLUMNS, listed, { colours, width, last: reasonLines(drawing) })]),
    ...(all ? [] : wrong.flatMap((group) => unlisted(group, drawing))),
  ];
}

function unlisted({ kind, status, checks }: CheckGroup, drawing: ListDrawing): readonly string[] {
  const hidden = checks.length - LISTED;
  return moreLine(hidden, drawing, `more ${kind} ${hidden === 1 ? 'check' : 'checks'} with status ${status}`);
}

function adviceLines(advice: string, { yellow }: Ansis, width: number): readonly string[] {
  return wrap(advice, width - 2).map((line, index) => yellow(`${index === 0 ? '→' : ' '} ${line}`));
}

/** What was done, why, and how it is reversed, or why it ended. */
function remedyWords({ kind, cause, effect, reversal, end_reason }: Remedy): string {
  return `${effect ?? kind.replaceAll('_', ' ')}, because ${cause}; ${end_reason ?? reversal}`;
}
