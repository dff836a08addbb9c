import { loadavg } from 'node:os';
import { runBatch } from './batch.ts';
import type { Ground } from './ground.ts';
import { cpuTimeOf } from './process-cost.ts';
import type { Side } from './side.ts';
import { median } from './statistics.ts';

/** One batch of one side. CPU times in ms a pipeline. */
export interface Round {
  readonly side: Side['name'];
  readonly pipelines: number;
  readonly pipelines_per_s: number;
  readonly starts_per_s: number;
  readonly cpu: { readonly server: number; readonly worker: number; readonly client: number };
  /** Of the whole host, at the end; in processes that want to run, a mean over a minute. */
  readonly load: number;
}

/** What the rounds come to: medians, and medians of the ratios of rounds that stood beside each other. */
export interface Throughput {
  readonly rounds: readonly Round[];
  readonly bare_per_s: number;
  readonly chimera_per_s: number;
  /** Pipelines a second of Chimera, of those of bare Temporal. */
  readonly ratio: number;
  /** CPU time a pipeline of bare Temporal, of that of Chimera: what the ratio would be on a host with nothing else to do. */
  readonly cpu_ratio: number;
}

/** How the sides are measured. */
export interface ThroughputOptions {
  readonly sides: { readonly bare: Side; readonly chimera: Side };
  readonly rounds: number;
  readonly pipelines: number;
  /** Start calls at once. */
  readonly atOnce: number;
  tell(round: Round): void;
}

/** Runs the sides in turn, the first one of a round being the second one of the next. */
export async function measureThroughput(ground: Ground, options: ThroughputOptions): Promise<Throughput> {
  const { sides, pipelines, atOnce, tell } = options;
  for (const side of Object.values(sides)) await runBatch(ground.client, side, atOnce, atOnce);
  const pairs: { readonly bare: Round; readonly chimera: Round }[] = [];
  const measured = async (side: Side): Promise<Round> => {
    const round = await measureRound(ground, side, pipelines, atOnce);
    tell(round);
    return round;
  };
  for (let index = 0; index < options.rounds; index += 1) {
    const bareFirst = index % 2 === 0 ? await measured(sides.bare) : undefined;
    const chimera = await measured(sides.chimera);
    pairs.push({ bare: bareFirst ?? (await measured(sides.bare)), chimera });
  }
  return {
    rounds: pairs.flatMap(({ bare, chimera }) => [bare, chimera]),
    bare_per_s: median(pairs.map(({ bare }) => bare.pipelines_per_s)),
    chimera_per_s: median(pairs.map(({ chimera }) => chimera.pipelines_per_s)),
    ratio: median(pairs.map(({ bare, chimera }) => chimera.pipelines_per_s / bare.pipelines_per_s)),
    cpu_ratio: median(pairs.map(({ bare, chimera }) => cpuOf(bare) / cpuOf(chimera))),
  };
}

/** CPU time a pipeline of all who took part, in ms. */
export function cpuOf({ cpu }: Round): number {
  return cpu.server + cpu.worker + cpu.client;
}

/** Runs one batch of one side, and what it took. */
export async function measureRound(ground: Ground, side: Side, pipelines: number, atOnce: number): Promise<Round> {
  const pids = { server: ground.server.pid, worker: ground.workers[side.name].pid, client: process.pid };
  const used = async () => ({
    server: await cpuTimeOf(pids.server),
    worker: await cpuTimeOf(pids.worker),
    client: await cpuTimeOf(pids.client),
  });
  const before = await used();
  const { ended_s, submitted_s } = await runBatch(ground.client, side, pipelines, atOnce);
  const after = await used();
  const each = (name: keyof typeof pids): number => (after[name] - before[name]) / pipelines;
  return {
    side: side.name,
    pipelines,
    pipelines_per_s: pipelines / ended_s,
    starts_per_s: pipelines / submitted_s,
    cpu: { server: each('server'), worker: each('worker'), client: each('client') },
    load: loadavg()[0] ?? Number.NaN,
  };
}
