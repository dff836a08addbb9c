/** Draws what a bench measured: `npm run bench:plots -- [results.json]` writes the pictures of docs/performance.md. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bar, barChart, type Chart } from './bar-chart.ts';
import type { Results } from './results.ts';
import { median } from './statistics.ts';
import type { Round } from './throughput.ts';

const FOLDER = fileURLToPath(new URL('../../docs/performance', import.meta.url));

const file = process.argv[2] ?? 'bench/results/pipelines.json';
const { throughput, latency, queue } = JSON.parse(await readFile(file, 'utf8')) as Results;

const sides = ['bare', 'chimera'] as const;
const NAMES: Readonly<Record<Round['side'], string>> = { bare: 'bare Temporal', chimera: 'Chimera' };

const charts: Readonly<Record<string, Chart>> = {
  throughput: {
    title: 'Pipelines a second, round by round',
    unit: '/s',
    bars: throughput.rounds.map(({ side, pipelines_per_s }, index) => ({
      label: `${NAMES[side]}, round ${Math.floor(index / 2) + 1}`,
      value: pipelines_per_s,
      tone: side,
    })),
  },
  'cpu-time': {
    title: 'CPU time a pipeline',
    unit: 'ms',
    bars: (['server', 'worker', 'client'] as const).flatMap((where) => sides.map((side) => cpuBar(side, where))),
  },
  latency: {
    title: `From a lease that comes back to the next task, pool of ${latency.pool_size}`,
    unit: 'ms',
    bars: [
      { label: 'grant arrives, p50', value: latency.to_grant.p50, tone: 'chimera' },
      { label: 'grant arrives, p99', value: latency.to_grant.p99, tone: 'chimera' },
      { label: 'first phase starts, p50', value: latency.to_start.p50, tone: 'chimera' },
      { label: 'first phase starts, p99', value: latency.to_start.p99, tone: 'chimera' },
    ],
  },
  'queue-time': {
    title: 'Time a task while a queue is worked off, run by run',
    unit: 'ms',
    bars: queue.runs.map(({ queued, ms_per_task }) => queueBar(queued, ms_per_task)),
  },
  'queue-cpu-time': {
    title: 'CPU time a task of server and worker while a queue is worked off, run by run',
    unit: 'ms',
    bars: queue.runs.map(({ queued, cpu_ms_per_task }) => queueBar(queued, cpu_ms_per_task)),
  },
};

await mkdir(FOLDER, { recursive: true });
for (const [name, chart] of Object.entries(charts)) await writeFile(join(FOLDER, `${name}.svg`), barChart(chart));

function cpuBar(side: Round['side'], where: keyof Round['cpu']): Bar {
  const rounds = throughput.rounds.filter((round) => round.side === side);
  return { label: `${where}, ${NAMES[side]}`, value: median(rounds.map(({ cpu }) => cpu[where])), tone: side };
}

function queueBar(queued: number, value: number): Bar {
  return { label: `queue of ${queued}`, value, tone: 'chimera' };
}
