/**
 * What a task costs beside a plain shell script that does the same, on the demo's feature, in turn:
 * `npm run bench:task -- --help`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { createStack } from '../../src/runtime/stack.ts';
import { median } from '../pipelines/statistics.ts';
import { chimeraSide } from './chimera-side.ts';
import { plainSide } from './plain-side.ts';
import { openShop } from './shop.ts';
import type { Run, Side } from './side.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/** In the order of the script. */
const PARTS = ['clone', 'red', 'coder', 'checks', 'staging', 'green', 'push', 'rest'];

const { rounds, before } = new Command('bench:task')
  .option('--rounds <n>', 'runs of each side', count, 5)
  .option('--before <checkout>', 'another checkout, built, whose Chimera takes part as well')
  .parse(process.argv)
  .opts<{ readonly rounds: number; readonly before?: string }>();

const stack = createStack();
const directory = await mkdtemp(join(tmpdir(), 'chimera-bench-task-'));
stack.push(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
try {
  const shop = await openShop(directory, stack);
  const sides = [
    plainSide(shop),
    await chimeraSide('chimera', CHECKOUT, shop, stack),
    ...(before === undefined ? [] : [await chimeraSide('before', resolve(before), shop, stack)]),
  ];
  const runs = new Map(sides.map((side) => [side, [] as Run[]]));
  for (let round = 0; round <= rounds; round += 1) {
    // The first of a round is the last of the next one. The round before the first fills caches and is not counted.
    for (const side of sides.map((_, at) => sides[(at + round) % sides.length]) as Side[]) {
      const run = await side.run();
      if (round > 0) runs.get(side)?.push(run);
      say((round === 0 ? 'warm' : `round ${round}`).padEnd(9) + lineOf(side.name, run, [run]));
    }
  }
  say('', 'Seconds, medians:', ' '.repeat(9) + headOf());
  for (const [{ name }, of] of runs) say(' '.repeat(9) + lineOf(name, overall(of), of));
  const [script = [], chimera = [], earlier = []] = [...runs.values()];
  const ratios = (value: (run: Run) => number, other: readonly Run[], otherValue = value): string =>
    median(chimera.map((run, at) => value(run) / otherValue(other[at] ?? run))).toFixed(2);
  const seconds = (run: Run): number => run.seconds;
  const withoutChecks = (run: Run): number => run.seconds - (run.parts['checks'] ?? 0);
  say('', 'Median of the ratios of the rounds, of a task to');
  say(`  the script, without the project's lint and tests: ${ratios(seconds, script, withoutChecks)}`);
  say(`  the script with them, as the review runs them:    ${ratios(seconds, script)}`);
  say(`  the script with them, by CPU seconds:             ${ratios(({ cpuSeconds }) => cpuSeconds, script)}`);
  if (earlier.length > 0) {
    say(`  a task of the checkout before:                    ${ratios(seconds, earlier)}`);
    say(`  the same by CPU seconds:                          ${ratios(({ cpuSeconds }) => cpuSeconds, earlier)}`);
  }
} finally {
  await stack.stop();
}

function overall(runs: readonly Run[]): Pick<Run, 'seconds' | 'cpuSeconds'> {
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

function headOf(): string {
  return ['side   ', 'all', 'CPU', ...PARTS].map((name) => name.padStart(8)).join('');
}

function lineOf(
  name: string,
  { seconds, cpuSeconds }: Pick<Run, 'seconds' | 'cpuSeconds'>,
  of: readonly Run[],
): string {
  const parts = PARTS.map((part) => median(of.map(({ parts }) => parts[part] ?? 0)));
  const figures = [seconds, cpuSeconds, ...parts].map((value) => value.toFixed(2).padStart(8));
  return `${name.padEnd(8)}${figures.join('')}${of.length > 1 ? '' : `   load ${(loadavg()[0] ?? 0).toFixed(1)}`}`;
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number above 0');
}
