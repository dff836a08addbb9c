import { startAll, untilEnded } from './batch.ts';
import { chimeraSide } from './chimera-side.ts';
import type { Ground } from './ground.ts';
import { poolControl } from './pool-control.ts';
import { cpuTimeOf, residentMemoryOf } from './process-cost.ts';
import { median } from './statistics.ts';

/** What a queue of one depth cost to fill and to work off. */
export interface QueueRun {
  readonly queued: number;
  /** Start calls answered a second while nothing else was done. */
  readonly starts_per_s: number;
  /** From the resumption to the last end, in ms a task. */
  readonly ms_per_task: number;
  /** CPU time of server and worker from the resumption to the last end, in ms a task. */
  readonly cpu_ms_per_task: number;
  /** What the processes grew by while the queue was filled, in bytes a task. */
  readonly worker_bytes_per_task: number;
  readonly worker_heap_bytes_per_task: number;
  readonly server_bytes_per_task: number;
}

/** The runs, and what a task costs in the deepest queue, of what it costs in the shallowest. */
export interface QueueDepth {
  readonly runs: readonly QueueRun[];
  readonly time_ratio: number;
  readonly cpu_ratio: number;
}

/** Fills the pool's queue while it is paused, to each depth in turn, and works it off. */
export async function measureQueueDepth(
  ground: Ground,
  options: {
    readonly pool: string;
    readonly depths: readonly number[];
    readonly atOnce: number;
    tell(run: QueueRun): void;
  },
): Promise<QueueDepth> {
  const runs: QueueRun[] = [];
  for (const depth of options.depths) {
    const run = await measureRun(ground, options.pool, depth, options.atOnce);
    options.tell(run);
    runs.push(run);
  }
  const ofDepth = (depth: number, what: 'ms_per_task' | 'cpu_ms_per_task'): number =>
    median(runs.filter(({ queued }) => queued === depth).map((run) => run[what]));
  const [shallow, deep] = [Math.min(...options.depths), Math.max(...options.depths)];
  const ratio = (what: 'ms_per_task' | 'cpu_ms_per_task'): number => ofDepth(deep, what) / ofDepth(shallow, what);
  return { runs, time_ratio: ratio('ms_per_task'), cpu_ratio: ratio('cpu_ms_per_task') };
}

async function measureRun(ground: Ground, name: string, count: number, atOnce: number): Promise<QueueRun> {
  const { client, server, workers } = ground;
  const pool = poolControl(client, name);
  const used = async () => (await cpuTimeOf(server.pid)) + (await cpuTimeOf(workers.chimera.pid));
  await pool.pause();
  const before = { server: await residentMemoryOf(server.pid), worker: await workers.chimera.memory() };
  const begun = performance.now();
  const ids = await startAll(chimeraSide(client, name), count, atOnce);
  const submitted_s = (performance.now() - begun) / 1_000;
  await pool.untilQueued(count);
  const after = { server: await residentMemoryOf(server.pid), worker: await workers.chimera.memory() };
  const cpuBefore = await used();
  const resumed = performance.now();
  await pool.resume();
  await untilEnded(client, ids);
  return {
    queued: count,
    starts_per_s: count / submitted_s,
    ms_per_task: (performance.now() - resumed) / count,
    cpu_ms_per_task: ((await used()) - cpuBefore) / count,
    worker_bytes_per_task: (after.worker.rss - before.worker.rss) / count,
    worker_heap_bytes_per_task: (after.worker.heap - before.worker.heap) / count,
    server_bytes_per_task: (after.server - before.server) / count,
  };
}
