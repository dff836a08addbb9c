import type { QueueRun } from './queue-depth.ts';
import type { Results } from './results.ts';
import { median } from './statistics.ts';
import type { Round } from './throughput.ts';

/** A round on one line. */
export function describeRound({ side, pipelines, pipelines_per_s, cpu, load }: Round): string {
  const used = `CPU ms a pipeline: server ${cpu.server.toFixed(1)}, worker ${cpu.worker.toFixed(1)}`;
  return `${side.padEnd(8)} ${pipelines} pipelines, ${pipelines_per_s.toFixed(1)}/s · ${used} · load ${load.toFixed(1)}`;
}

/** A queue that was worked off, on one line. */
export function describeQueueRun({ queued, starts_per_s, ms_per_task, cpu_ms_per_task }: QueueRun): string {
  const cost = `${ms_per_task.toFixed(1)} ms a task, ${cpu_ms_per_task.toFixed(1)} ms of CPU time`;
  return `queue of ${queued}: ${starts_per_s.toFixed(0)} starts/s, worked off at ${cost}`;
}

/** The results as a table in Markdown. */
export function describeResults(results: Results): string {
  return ['', '| What | Bare Temporal | Chimera |', '| --- | ---: | ---: |', ...rowsOf(results).map(line)].join('\n');
}

type Row = readonly [what: string, bare: string, chimera: string];

function line([what, bare, chimera]: Row): string {
  return `| ${what} | ${bare} | ${chimera} |`;
}

function rowsOf({ throughput, history, pool_events, latency, queue }: Results): readonly Row[] {
  const { rounds } = throughput;
  const cpu = (side: Round['side'], where: keyof Round['cpu']): string =>
    median(rounds.filter((round) => round.side === side).map((round) => round.cpu[where])).toFixed(1);
  const pair = (what: string, of: (side: Round['side']) => string): Row => [what, of('bare'), of('chimera')];
  const deepest = Math.max(...queue.runs.map(({ queued }) => queued));
  const deep = queue.runs.filter(({ queued }) => queued === deepest);
  const ofDeep = (what: Exclude<keyof QueueRun, 'queued'>): number => median(deep.map((run) => run[what]));
  const way = ({ p50, p99 }: { readonly p50: number; readonly p99: number }): string =>
    `${p50.toFixed(0)} / ${p99.toFixed(0)}`;
  return [
    ['pipelines a second', throughput.bare_per_s.toFixed(1), throughput.chimera_per_s.toFixed(1)],
    ['… as a ratio, median of the rounds', '1', throughput.ratio.toFixed(2)],
    ['… by CPU time', '1', throughput.cpu_ratio.toFixed(2)],
    pair('CPU time a pipeline on the server, ms', (side) => cpu(side, 'server')),
    pair('CPU time a pipeline in the worker, ms', (side) => cpu(side, 'worker')),
    pair('history events a pipeline', (side) => history[side].events.toFixed(0)),
    pair('history bytes a pipeline', (side) => history[side].bytes.toFixed(0)),
    pair('workflow tasks a pipeline', (side) => history[side].workflow_tasks.toFixed(0)),
    ['history events of the pool, a task', '', pool_events.toFixed(1)],
    [`lease back to next grant, pool of ${latency.pool_size}, p50 / p99 ms`, '', way(latency.to_grant)],
    ['lease back to next start, p50 / p99 ms', '', way(latency.to_start)],
    [`start calls a second, to a queue of ${deepest}`, '', ofDeep('starts_per_s').toFixed(0)],
    ['memory a queued task, worker, KiB', '', (ofDeep('worker_bytes_per_task') / 1_024).toFixed(1)],
    ['memory a queued task, server, KiB', '', (ofDeep('server_bytes_per_task') / 1_024).toFixed(1)],
    [`time a task, queue of ${deepest} to the shallowest`, '', queue.time_ratio.toFixed(2)],
    ['CPU time a task, the same', '', queue.cpu_ratio.toFixed(2)],
  ];
}
