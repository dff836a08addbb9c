/**
 * The whole check, as `npm test` and CI run it: the static checks two at a time, then the test suites, and at the end what each
 * suite took and how many passed. With `--quick`, as `npm run test:quick`, what each commit has to pass: all static checks, and
 * beside them the unit tests, but for one that times thousands of readings, and the replays. What else is given goes to Vitest.
 *
 * What passed before is not checked again where nothing that it depends on has changed: the checks keep that in the user's cache.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import { cacheDirectory, thisMachine } from '../src/toolchain/machine.ts';
import { describeSuites, suiteOf, type TimedFile } from './suite-times.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Check {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/** What the suites with real processes run, so it comes before them. */
const BUILD: Check = { name: 'build', command: ['node', 'scripts/build.ts'] };

/** What the checks keep of this checkout's last run; a fresh CI has nothing. */
const checkout = createHash('sha256').update(process.cwd()).digest('hex').slice(0, 12);
const kept = join(cacheDirectory(thisMachine()), 'checks', checkout);

const cached = (name: string): readonly string[] => [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  join(kept, name),
];

/** The one that takes longest begins first. */
const STATIC_CHECKS: readonly Check[] = [
  { name: 'lint', command: ['node', 'scripts/lint.ts', join(kept, 'lint')] },
  { name: 'types', command: ['tsc', '--incremental', '--tsBuildInfoFile', join(kept, 'types.tsbuildinfo')] },
  { name: 'import rules and cycles', command: ['depcruise', '--config', '.dependency-cruiser.js', 'src'] },
  { name: 'dead code', command: ['knip'] },
  {
    name: 'duplicated code',
    // It makes an error, and throws it away, for each token that stands nowhere else: a quarter of its time goes to their stacks.
    command: ['node', '--stack-trace-limit=0', 'node_modules/jscpd/bin/jscpd', '--config', '.jscpd.json'],
  },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', ...cached('format'), '.'] },
  { name: 'spelling', command: ['cspell', 'lint', '--no-progress', '--no-summary', ...cached('spelling')] },
];

/** How many static checks run at once: each keeps one processor busy, and beside suites there is none to spare. */
const BESIDE_SUITES = 1;
const ALONE = 2;

const secondsSince = (begun: number): number => (performance.now() - begun) / 1_000;

/** Runs a command; its output is shown live, or else kept and returned. */
function run(command: readonly string[], live: boolean): Promise<{ ok: boolean; output: string }> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => {
      resolve({ ok: false, output: error.message });
    });
    child.on('close', (code) => {
      resolve({ ok: code === 0, output });
    });
  });
}

/** Runs checks, so many at once, and tells of each as it ends. */
async function staticChecks(checks: readonly Check[], atOnce: number): Promise<Counts> {
  const left = checks.values();
  let passed = 0;
  const work = async (): Promise<void> => {
    for (const { name, command } of left) {
      const begun = performance.now();
      const { ok, output } = await run(command, false);
      const mark = ok ? styleText('green', '✓') : styleText('red', '✗');
      process.stdout.write(`${mark} ${name} (${secondsSince(begun).toFixed(1)} s)\n`);
      if (ok) passed += 1;
      else process.stdout.write(`${output}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { passed, failed: checks.length - passed, skipped: 0 };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly unknown[];
  }[];
}

/** Runs suites; a run that broke without a failed test (a threshold, a crash) counts as one failure. */
async function suites(args: readonly string[]): Promise<{ counts: Counts; times: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-test-'));
  const report = join(directory, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { ok } = await run(['vitest', 'run', ...reporters, ...args], true);
    const text = await readFile(report, 'utf8').catch(() => undefined);
    if (text === undefined) return { counts: { passed: 0, failed: 1, skipped: 0 }, times: '' };
    const read = JSON.parse(text) as VitestReport;
    const broken = !ok && read.numFailedTests === 0 ? 1 : 0;
    const counts = {
      passed: read.numPassedTests,
      failed: read.numFailedTests + broken,
      skipped: read.numPendingTests + read.numTodoTests,
    };
    return { counts, times: describeSuites(read.testResults.map(timed)) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function timed({ name, startTime, endTime, assertionResults }: VitestReport['testResults'][number]): TimedFile {
  const path = relative(process.cwd(), name);
  return { path, suite: suiteOf(path), tests: assertionResults.length, begun: startTime, ended: endTime };
}

/** Unit tests that read thousands of texts to time them: a minute and more of a processor, left to the whole check. */
const TAKES_LONG = ['src/feature/reading-time.test.ts'];

const quick = process.argv.includes('--quick');
const given = process.argv.slice(2).filter((argument) => argument !== '--quick');
// Unit tests alone must reach all of the domain, so the quick check holds it to that: the whole one would find it an hour later.
const wanted = quick
  ? [
      ...['--project', 'unit', '--project', 'replay', ...TAKES_LONG.flatMap((file) => ['--exclude', file])],
      ...(given.length === 0 ? ['--coverage', '--coverage.include=src/domain/**/*.ts'] : given),
    ]
  : ['--coverage', ...given];

const begun = performance.now();
// Before the suites where every suite runs: some measure time, and two processors have enough to do with them.
const checked = quick
  ? staticChecks(STATIC_CHECKS, BESIDE_SUITES)
  : staticChecks([BUILD, ...STATIC_CHECKS], Math.min(ALONE, availableParallelism()));
if (!quick) await checked;
const tested = await suites(wanted);
const parts = [await checked, tested.counts];
const sum = (of: keyof Counts): number => parts.reduce((total, part) => total + part[of], 0);
const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`;
process.stdout.write(`\n${tested.times}\nThe whole took ${secondsSince(begun).toFixed(0)} s.\n`);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
