import { age, duration } from '../../../domain/duration.ts';
import type { PoolDecisions, PoolView } from '../../../contract/pool/pool.ts';
import { type Column, table } from '../table.ts';
import type { Ansis } from 'ansis';
import { moment } from '../moment.ts';

const columns: readonly Column<PoolDecisions['decisions'][number]>[] = [
  { title: 'TIME', text: ({ at }) => moment(at) },
  { title: 'ACTION', text: ({ action }) => action },
  { title: 'LEASES', align: 'right', text: ({ from_size, to_size }) => `${from_size} → ${to_size}` },
  { title: 'REASON', text: ({ reason }) => reason },
];

type Lease = PoolView['leases'][number];
type WaitingTask = PoolView['queue'][number];
type Pressure = PoolView['pressure'][number];

/** The leases that are held. */
export const leaseColumns: readonly Column<Lease>[] = [
  { title: 'TASK', text: ({ task_id }) => task_id },
  { title: 'PRIORITY', align: 'right', text: ({ priority }) => String(priority) },
  { title: 'AGE', align: 'right', text: ({ age_ms }) => duration(age_ms) },
  { title: 'TOKEN', align: 'right', text: ({ token }) => String(token) },
  { title: 'PROJECT', text: ({ project }) => project },
];

/** The tasks that wait, the next one first; `now` in ms since the epoch is when they were looked at. */
export function queueColumns(now: number): readonly Column<WaitingTask>[] {
  return [
    { title: '#', align: 'right', text: ({ position }) => String(position) },
    { title: 'TASK', text: ({ task_id }) => task_id },
    { title: 'PRIORITY', align: 'right', text: ({ priority }) => String(priority) },
    { title: 'SCORE', align: 'right', text: ({ score, overdue }) => (overdue ? 'overdue' : score.toFixed(1)) },
    { title: 'WAITED', align: 'right', text: ({ waited_ms }) => duration(waited_ms) },
    { title: 'STARTS', align: 'right', text: ({ estimated_start }) => startWords(estimated_start, now) },
    { title: 'PROJECT', text: ({ project }) => project },
  ];
}

/** The workers that are under pressure. */
export function pressureColumns(now: number): readonly Column<Pressure>[] {
  return [
    { title: 'MEMORY', align: 'right', text: ({ memory_pct }) => `${Math.round(memory_pct)} %` },
    { title: 'CPU', align: 'right', text: ({ cpu_pct }) => `${Math.round(cpu_pct)} %` },
    { title: 'TOLD', align: 'right', text: ({ at }) => `${age(now - Date.parse(at))} ago` },
    { title: 'WORKER', text: ({ worker_id }) => worker_id },
  ];
}

function startWords(start: string | null, now: number): string {
  if (start === null) return '–';
  const rest = Date.parse(start) - now;
  return rest <= 0 ? 'now' : `in ${duration(rest)}`;
}

/** What a pool decided, newest first, and how many leases it allowed before and after. */
export function decisionTable({ decisions }: PoolDecisions, colours: Ansis, width: number): readonly string[] {
  return decisions.length === 0
    ? ['No decisions yet.']
    : table(columns, decisions, { colours, width, last: { lines: Infinity } });
}
