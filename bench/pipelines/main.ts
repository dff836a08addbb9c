/** Measures Chimera beside bare Temporal: `npm run bench -- --help`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { poolWorkflowId } from '../../src/workflows/pool/contract.ts';
import { onStack } from '../../src/runtime/stack.ts';
import { bareSide } from './bare-side.ts';
import { runBatch } from './batch.ts';
import { chimeraSide } from './chimera-side.ts';
import { eventsOf } from './history-events.ts';
import { prepareGround } from './ground.ts';
import { readHistoryCost } from './history-cost.ts';
import { readOptions } from './options.ts';
import { measureQueueDepth } from './queue-depth.ts';
import type { Results } from './results.ts';
import { readSlotLatency } from './slot-latency.ts';
import { describeQueueRun, describeResults, describeRound } from './table.ts';
import { measureThroughput } from './throughput.ts';

const SAMPLE = 20;
const options = readOptions(process.argv.slice(2));
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const results = await onStack(async (stack): Promise<Results> => {
  const { tasks, rounds, slots, narrow, depths, profiles } = options;
  const pools = { wide: slots, narrow, queued: slots };
  say(`Starting Temporal and two workers; ${rounds} rounds of ${tasks} pipelines, ${slots} at once …`);
  const ground = await prepareGround(stack, { pools, slots, profiles });
  const { client } = ground;
  const sides = { bare: bareSide(client), chimera: chimeraSide(client, 'wide') };
  const throughput = await measureThroughput(ground, {
    sides,
    rounds,
    pipelines: tasks,
    atOnce: slots,
    tell: (round) => {
      say(describeRound(round));
    },
  });
  const { length: poolEvents } = await eventsOf(client, poolWorkflowId('wide'));
  const pool_events = poolEvents / (rounds * tasks + slots);
  const cost = async (side: keyof typeof sides) =>
    readHistoryCost(client, (await runBatch(client, sides[side], SAMPLE, slots)).ids);
  const history = { bare: await cost('bare'), chimera: await cost('chimera') };
  const { ids } = await runBatch(client, chimeraSide(client, 'narrow'), narrow * SAMPLE, slots);
  const latency = await readSlotLatency(client, 'narrow', narrow, ids);
  const queue = await measureQueueDepth(ground, {
    pool: 'queued',
    depths,
    atOnce: slots,
    tell: (run) => {
      say(describeQueueRun(run));
    },
  });
  await stack.stop();
  const at = new Date().toISOString();
  return { at, cores: cpus().length, slots, throughput, history, pool_events, latency, queue };
});

say(describeResults(results));
await mkdir(dirname(options.out), { recursive: true });
await writeFile(options.out, `${JSON.stringify(results, null, 2)}\n`);
say(`Written to ${options.out}`);
