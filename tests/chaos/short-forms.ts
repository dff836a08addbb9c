import { expect, it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { describeRows } from './table.ts';

const SEED = 1;
const LIMIT_MS = 600_000;

/**
 * Makes a test of the short form of each scenario, and prints its row. What is late is printed only: beside other tests that
 * says as much of the host as of Chimera. `npm run test:chaos` does not let it pass.
 */
export function playShortForms(scenarios: readonly Scenario[]): void {
  it.for(scenarios)('$name: $passes', { timeout: LIMIT_MS }, async (scenario, { skip }) => {
    const obstacle = await scenario.obstacle?.();
    if (obstacle !== undefined) skip(obstacle);
    const said: string[] = [];
    const row = await runScenario(scenario, 'short', SEED, (line) => said.push(line));
    process.stdout.write(`${describeRows([row])}\n`);
    expect([...row.broken, ...(row.broken.length > 0 ? said : [])]).toEqual([]);
  });
}
