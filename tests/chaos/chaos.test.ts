import { describe, expect, it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { describeRows } from './table.ts';

const SEED = 1;
const LIMIT_MS = 300_000;

describe('Chimera, while parts of it are taken away', () => {
  it.for(SCENARIOS)('$name: $passes', { timeout: LIMIT_MS }, async (scenario, { skip }) => {
    const obstacle = await scenario.obstacle?.();
    if (obstacle !== undefined) skip(obstacle);
    const said: string[] = [];
    const row = await runScenario(scenario, 'short', SEED, (line) => said.push(line));
    process.stdout.write(`${describeRows([row])}\n`);
    expect([...row.broken, ...(row.broken.length > 0 ? said : [])]).toEqual([]);
  });
});
