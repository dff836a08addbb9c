import { compare, type Comparison, type Figures, figures } from './compare.ts';
import { generateDay } from './generate-day.ts';
import { readDay } from './read-day.ts';
import type { Arrival, Started } from './simulate.ts';

const WIDTHS = [32, 6, 9, 9, 9, 9, 9, 8] as const;
const HEAD = ['', 'tasks', 'idle', 'at once', 'p50 wait', 'p95 wait', 'longest', 'scaled'] as const;

function line(cells: readonly string[]): string {
  return cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTHS[0]) : cell.padStart(WIDTHS[at] ?? 0))).join(' ');
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function row(name: string, of: Figures, isWhole = true): string {
  return line([
    name,
    `${of.tasks}`,
    isWhole ? `${of.idle_hours.toFixed(1)} h` : '',
    percent(of.at_once),
    seconds(of.p50_wait_ms),
    seconds(of.p95_wait_ms),
    seconds(of.longest_wait_ms),
    isWhole ? `+${of.scale_ups} -${of.scale_downs}` : '',
  ]);
}

function verdict({ saved, p95_longer }: Comparison): string {
  const wait = Number.isFinite(p95_longer)
    ? `p95 wait ${percent(p95_longer)} longer`
    : 'p95 wait nought in the fixed pool';
  return `  saves ${percent(saved)} of the idle slot-hours; ${wait}`;
}

/** Outside of the peaks and the burst with what it leaves behind. */
function isOffPeak({ at }: Started): boolean {
  const hour = at / 3_600_000;
  return hour < 8 || hour >= 18;
}

function report(title: string, day: readonly Arrival[]): string {
  const comparison = compare(day);
  const { autoscaled, fixed } = comparison;
  return [
    title,
    row('  autoscaled, 3 to 10', figures(autoscaled)),
    row('  fixed at 10', figures(fixed)),
    row('  autoscaled, before 8 and after 18', figures(autoscaled, isOffPeak), false),
    row('  fixed, before 8 and after 18', figures(fixed, isOffPeak), false),
    verdict(comparison),
    '',
  ].join('\n');
}

const output = [
  'The autoscaler on a day of load: a simulation with the decisions of the pool itself.',
  'Its 95th percentile of waits comes from the burst: 60 tasks in 5 minutes are more than ten leases can take, so both',
  'pools make them wait, and what differs is how soon the autoscaled pool is at ten.',
  '',
  line(HEAD),
  report('The recorded day (day.csv): burst at 12:15', readDay()),
  report('The same without a burst', generateDay({ burst_at_hour: undefined })),
  report('With the burst at 03:00, into the smallest pool', generateDay({ burst_at_hour: 3 })),
  report('With the burst at 15:30, into a peak', generateDay({ burst_at_hour: 15.5 })),
  report('A day twice as busy, its peaks beyond ten leases', generateDay({ busy: 2 })),
  report('A day half as busy, without a burst', generateDay({ busy: 0.5, burst_at_hour: undefined })),
];

process.stdout.write(`${output.join('\n')}\n`);
