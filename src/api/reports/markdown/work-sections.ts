import type { SystemReport } from '../../../contract/report.ts';
import { bar } from '../../../domain/report/bar.ts';
import { durationOrNone, NONE, percent } from './figures.ts';
import { whole } from '../../../text/whole.ts';
import { type MarkdownColumn, markdownTable } from './table.ts';

type Tasks = NonNullable<SystemReport['tasks']>;
type Phases = NonNullable<SystemReport['phases']>;
type Phase = Phases[number];

/** Tasks by how they ended. */
export function tasksLines({ accepted, ended, success_rate, now, duration: took }: Tasks): readonly string[] {
  const rows = Object.entries(ended);
  const all = rows.reduce((sum, [, tasks]) => sum + tasks, 0);
  const share = (tasks: number): number => (all === 0 ? 0 : tasks / all);
  const success = success_rate === null ? '' : `: ${bar(success_rate)} ${percent(success_rate)} completed`;
  const percentiles = took === null ? [] : [`Completed tasks took ${inWords(took)}.`];
  return [
    `${accepted} accepted, ${all} came to rest${success}.`,
    `Now ${now.queued} queued, ${now.running} running, ${now.dead_lettered} parked.`,
    ...percentiles,
    '',
    ...markdownTable(
      [
        { title: 'Ended as', cell: ([status]) => status.replace('_', ' ') },
        { title: 'Tasks', align: 'right', cell: ([, tasks]) => whole(tasks) },
        { title: 'Share', align: 'right', cell: ([, tasks]) => percent(share(tasks)) },
        { title: '', cell: ([, tasks]) => bar(share(tasks)) },
      ],
      rows,
    ),
  ];
}

/** Attempts of phases: how they ended, and how long they took. */
export function phasesLines(phases: Phases): readonly string[] {
  const figures: readonly MarkdownColumn<Phase>[] = [
    { title: 'Phase', cell: ({ phase }) => phase },
    { title: 'Attempts', align: 'right', cell: ({ attempts }) => whole(attempts) },
    { title: 'Failed', align: 'right', cell: ({ failed }) => whole(failed) },
    { title: 'Rejected', align: 'right', cell: ({ rejected }) => whole(rejected) },
    { title: 'Success', align: 'right', cell: ({ success_rate }) => percent(success_rate) },
    ...(['p50_ms', 'p95_ms', 'p99_ms'] as const).map((name) => ({
      title: name.replace('_ms', ''),
      align: 'right' as const,
      cell: ({ duration: took }: Phase) => durationOrNone(took?.[name]),
    })),
  ];
  return [...markdownTable(figures, phases), '', ...spreadLines(phases)];
}

/** The share of attempts in each bucket of durations: of all phases as bars, of each in percent. */
function spreadLines(phases: Phases): readonly string[] {
  const attempts = phases.reduce((sum, phase) => sum + phase.attempts, 0);
  const buckets = (phases[0]?.spread ?? []).map(({ under_ms }, index, all) => {
    const runs = phases.map(({ spread }) => spread[index]?.runs ?? 0);
    return {
      title: titleOf(all[index - 1]?.under_ms ?? 0, under_ms),
      index,
      runs: runs.reduce((sum, one) => sum + one, 0),
    };
  });
  const share = (runs: number): number => (attempts === 0 ? 0 : runs / attempts);
  const all = markdownTable(
    [
      { title: 'Took', cell: ({ title }) => title },
      { title: 'Attempts', align: 'right', cell: ({ runs }) => whole(runs) },
      { title: 'Share', align: 'right', cell: ({ runs }) => percent(share(runs)) },
      { title: '', cell: ({ runs }) => bar(share(runs)) },
    ],
    buckets,
  );
  const each: readonly MarkdownColumn<Phase>[] = [
    { title: 'Phase', cell: ({ phase }) => phase },
    ...buckets.map(({ title, index }) => ({
      title,
      align: 'right' as const,
      cell: ({ spread, attempts }: Phase) => (attempts === 0 ? NONE : percent(spread[index]?.share ?? null)),
    })),
  ];
  return [...all, '', ...markdownTable(each, phases)];
}

/** A bucket by where it begins and ends: `10-30 s`, `1-5 min`, `30+ min`. */
function titleOf(from_ms: number, under_ms: number | null): string {
  const [unit, ms] = (under_ms ?? from_ms) <= 60_000 ? (['s', 1_000] as const) : (['min', 60_000] as const);
  return under_ms === null ? `${from_ms / ms}+ ${unit}` : `${from_ms / ms}-${under_ms / ms} ${unit}`;
}

function inWords({ p50_ms, p95_ms, p99_ms }: NonNullable<Tasks['duration']>): string {
  return `${durationOrNone(p50_ms)} (median), ${durationOrNone(p95_ms)} (p95), ${durationOrNone(p99_ms)} (p99)`;
}
