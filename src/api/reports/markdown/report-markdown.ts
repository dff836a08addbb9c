import type { SystemReport } from '../../../contract/report.ts';
import { agentsLines } from './agents-section.ts';
import { bar } from '../../../domain/report/bar.ts';
import { escaped } from './escaped.ts';
import { durationOrNone, inTenths, momentInUtc, percent } from './figures.ts';
import { spendingLines } from './spending-section.ts';
import { markdownTable } from './table.ts';
import { alertsLines, checksLines, failuresLines } from './trouble-sections.ts';
import { phasesLines, tasksLines } from './work-sections.ts';
import { workersLines } from './workers-section.ts';

type Lines = readonly string[];

/** Advice may name several agents or pools. */
const LONGEST_ADVICE = 500;

/** A report in Markdown (GitHub's), to be read as it is or rendered. */
export function reportMarkdown(report: SystemReport): string {
  const { unknown, recommendations } = report;
  /** A section, or why it is not there. */
  const section = <T>(name: string, value: T | null, lines: (value: T) => Lines): Lines => {
    if (value !== null) return lines(value);
    return [`Not known: ${escaped(unknown.find((one) => one.section === name)?.reason ?? 'no answer')}.`];
  };
  const sections: readonly (readonly [title: string, lines: Lines])[] = [
    ['Score', scoreLines(report.score)],
    ['Checks', checksLines(report.checks)],
    ...(recommendations.length === 0
      ? []
      : [['What to change', recommendations.map((advice) => `- ${escaped(advice, LONGEST_ADVICE)}`)] as const]),
    ['Tasks', section('tasks', report.tasks, tasksLines)],
    ['Phases', section('phases', report.phases, phasesLines)],
    ['Agents', section('agents', report.agents, agentsLines)],
    ['Workers', section('workers', report.workers, workersLines)],
    ['Uptime', uptimeLines(report)],
    ['Tokens and costs', section('spending', report.spending, spendingLines)],
    ['Failures', section('failures', report.failures, failuresLines)],
    ['Alerts', alertsLines(report.alerts)],
    ...(unknown.length === 0 ? [] : [['Not known', unknown.map(unknownLine)] as const]),
  ];
  return [...heading(report), ...sections.flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines]), ''].join(
    '\n',
  );
}

function heading({ status, score, from, to, hours }: SystemReport): Lines {
  const { value, at_most } = score;
  const upTo = at_most === value ? '' : `, up to ${at_most ?? 100} if what is unknown is well`;
  const scored = value === null ? 'score unknown' : `score **${value}** of 100${upTo} ${bar(value / 100)}`;
  return [
    '# Health report',
    '',
    `**${status.toUpperCase()}**, ${scored}`,
    '',
    `${momentInUtc(from)} to ${momentInUtc(to)} UTC (${hours} h).`,
  ];
}

function scoreLines({ parts }: SystemReport['score']): Lines {
  if (parts.length === 0) return ['No check is known.'];
  return markdownTable(
    [
      { title: 'Part', cell: ({ part }) => part },
      { title: 'Points', align: 'right', cell: ({ points }) => inTenths(points) },
      { title: 'Of', align: 'right', cell: ({ weight }) => inTenths(weight) },
      { title: '', cell: ({ points, weight }) => bar(points / weight) },
      {
        title: 'Unknown',
        align: 'right',
        cell: ({ points, at_most }) => (at_most > points ? inTenths(at_most - points) : ''),
      },
    ],
    parts,
  );
}

function uptimeLines({ uptime: { api_started_at, api_seconds, workers, availability }, unknown }: SystemReport): Lines {
  const { share, observed } = availability;
  const isUnknown = unknown.some(({ section }) => section === 'availability');
  return [
    `- API: up for ${durationOrNone(api_seconds * 1_000)}, since ${momentInUtc(api_started_at)} UTC`,
    `- Workers: ${workers === null ? 'not known' : `${workers} heard of`}`,
    share === null
      ? `- Availability: ${isUnknown ? 'not known' : 'no sample of a pool yet'}`
      : `- Availability: ${bar(share)} ${percent(share)} of the samples healthy; they cover ${percent(observed)} of the time`,
  ];
}

function unknownLine({ section, reason }: SystemReport['unknown'][number]): string {
  return `- ${section}: ${escaped(reason)}`;
}
