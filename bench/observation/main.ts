/** Measures what it costs to look on: `npm run bench:observation -- --help`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { onStack } from '../../src/runtime/stack.ts';
import { runBatch } from '../pipelines/batch.ts';
import { chimeraSide } from '../pipelines/chimera-side.ts';
import { prepareGround } from '../pipelines/ground.ts';
import { median } from '../pipelines/statistics.ts';
import { describeRound } from '../pipelines/table.ts';
import { cpuOf, measureRound, type Round } from '../pipelines/throughput.ts';

const POOL = 'wide';
const options = new Command('bench:observation')
  .description(
    'Runs pipelines of agents that do nothing, in turn with everything that observes them (records, spans, profiles, metrics, ' +
      'heartbeats, log lines) and with none of it; each on a Temporal server of its own.',
  )
  .option('--tasks <n>', 'pipelines a round', count, 300)
  .option('--rounds <n>', 'rounds of each', count, 6)
  .option('--slots <n>', 'pipelines at work at once', count, 50)
  .option('--out <file>', 'where the results go, as JSON', 'bench/results/observation.json')
  .option('--profiles <folder>', 'write CPU profiles of the workers there')
  .parse(process.argv)
  .opts<{
    readonly tasks: number;
    readonly rounds: number;
    readonly slots: number;
    readonly out: string;
    readonly profiles?: string;
  }>();

const pairs = await onStack(async (stack) => {
  const { tasks, rounds, slots } = options;
  say(`Starting two Temporal servers with their workers; ${rounds} rounds of ${tasks} pipelines each way …`);
  const sideOf = async (observed: boolean) => {
    const profiles = options.profiles === undefined ? undefined : join(options.profiles, observed ? 'on' : 'off');
    const ground = await prepareGround(stack, { pools: { [POOL]: slots }, slots, profiles, observed });
    const side = chimeraSide(ground.client, POOL);
    await runBatch(ground.client, side, slots, slots);
    return async (): Promise<Round> => {
      const round = await measureRound(ground, side, tasks, slots);
      say(`${observed ? 'on ' : 'off'} ${describeRound(round)}`);
      return round;
    };
  };
  const [on, off] = [await sideOf(true), await sideOf(false)];
  const measured: { readonly on: Round; readonly off: Round }[] = [];
  for (let index = 0; index < rounds; index += 1) {
    // Whoever comes second may find the host warmer, or busier: they take turns.
    const first = index % 2 === 0 ? await on() : undefined;
    const without = await off();
    measured.push({ on: first ?? (await on()), off: without });
  }
  await stack.stop();
  return measured;
});

const ratio = median(pairs.map(({ on, off }) => on.pipelines_per_s / off.pipelines_per_s));
const cpu_ratio = median(pairs.map(({ on, off }) => cpuOf(off) / cpuOf(on)));
say(`\nWith everything on, of what it is with everything off: ${ratio.toFixed(3)} pipelines a second`);
say(`by CPU time of server, worker and client: ${cpu_ratio.toFixed(3)}`);
const results = { at: new Date().toISOString(), cores: cpus().length, ...options, ratio, cpu_ratio, pairs };
await mkdir(dirname(options.out), { recursive: true });
await writeFile(options.out, `${JSON.stringify(results, null, 2)}\n`);
say(`Written to ${options.out}`);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number above 0');
}
