/** Plays the fault scenarios: `npm run test:chaos -- --help`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readOptions } from './options.ts';
import { brokenOff, isHeld, type Row } from './row.ts';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { describeRows } from './table.ts';

const { seed, short, minutes, only, out } = readOptions(process.argv.slice(2));
const form = short ? 'short' : 'full';
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // What was started ends with this process.
  process.once(signal, () => process.exit(130));
}

const chosen = SCENARIOS.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
const begun = new Date();
const endsAt = begun.getTime() + (minutes ?? 0) * 60_000;
const rows: Row[] = [];
for (let round = 0; round === 0 || Date.now() < endsAt; round += 1) {
  say(`Round ${round + 1}, ${form} form, seed ${seed + round}`);
  for (const scenario of chosen) {
    say(`${scenario.name}: ${scenario.passes} …`);
    const sayMore = (line: string): void => {
      say(`  ${line}`);
    };
    const obstacle = await scenario.obstacle?.();
    if (obstacle !== undefined) {
      sayMore(`not played: ${obstacle}`);
      continue;
    }
    const played = runScenario(scenario, form, seed + round, sayMore);
    rows.push(await played.catch((error: unknown) => brokenOff(scenario.name, form, seed + round, error)));
  }
}
say(`\n${describeRows(rows)}\n`);
await mkdir(dirname(out), { recursive: true });
const command = ['npm run test:chaos', '--', ...process.argv.slice(2)].join(' ');
await writeFile(out, `${JSON.stringify({ at: begun.toISOString(), command, seed, rows }, null, 2)}\n`);
say(`Written to ${out}`);
process.exitCode = rows.every(isHeld) ? 0 : 1;
