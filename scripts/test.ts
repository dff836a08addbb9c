/** The whole check, as `npm test` and CI run it: static checks one by one, then every test suite; counts add up at the end. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const STATIC_CHECKS = [
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
  { name: 'types', command: ['npx', '--no-install', 'tsc'] },
  { name: 'lint', command: ['npx', '--no-install', 'eslint', '.'] },
  { name: 'format', command: ['npx', '--no-install', 'prettier', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'import rules and cycles',
    command: ['npx', '--no-install', 'depcruise', '--config', '.dependency-cruiser.js', 'src'],
  },
  { name: 'dead code', command: ['npx', '--no-install', 'knip'] },
] as const;

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

async function staticChecks(): Promise<Counts> {
  let passed = 0;
  for (const { name, command } of STATIC_CHECKS) {
    const begun = performance.now();
    const { ok, output } = await run(command, false);
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    const mark = ok ? styleText('green', '✓') : styleText('red', '✗');
    process.stdout.write(`${mark} ${name} (${seconds} s)\n`);
    if (ok) passed += 1;
    else process.stdout.write(`${output}\n`);
  }
  return { passed, failed: STATIC_CHECKS.length - passed, skipped: 0 };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** Runs every suite; a run that broke without a failed test (a threshold, a crash) counts as one failure. */
async function suites(args: readonly string[]): Promise<Counts> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-test-'));
  const report = join(directory, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { ok } = await run(['npx', '--no-install', 'vitest', 'run', '--coverage', ...reporters, ...args], true);
    const read = await readFile(report, 'utf8').catch(() => undefined);
    if (read === undefined) return { passed: 0, failed: 1, skipped: 0 };
    const counts = JSON.parse(read) as VitestReport;
    const broken = !ok && counts.numFailedTests === 0 ? 1 : 0;
    return {
      passed: counts.numPassedTests,
      failed: counts.numFailedTests + broken,
      skipped: counts.numPendingTests + counts.numTodoTests,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const parts = [await staticChecks(), await suites(process.argv.slice(2))];
const sum = (of: keyof Counts): number => parts.reduce((total, part) => total + part[of], 0);
const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`;
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
