import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { freePort } from '../support/free-port.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTest } from '../../src/agents/built-in/e2e-tester/runner/run-test.ts';
import { PHASES } from '../../src/domain/phase.ts';
import { ensureTools } from '../../src/toolchain/index.ts';
import { eventually } from '../support/eventually.ts';
import { processesWith } from '../support/processes.ts';
import { NO_SANDBOX } from '../../src/agents/sandbox/sandbox.ts';

const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Told {
  readonly task_id: string;
  readonly status: string;
  readonly phases: readonly { phase: string; status: string; attempts: number; duration_ms: number }[];
  readonly commit_sha: string;
  readonly deployment_url: string;
  readonly artifacts: readonly unknown[];
}

/** The demo browses, builds and proves; a busy host takes its time. */
const DEMO_LIMIT_MS = 600_000;

let directory: string;
let told: Told;
let exitCode: number | undefined;
let lines: readonly string[];
const shops: ChildProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chimera-demo-test-'));
  const demo = await execa(process.execPath, [CLI, 'demo', '--json', '--directory', join(directory, 'demo')], {
    cwd: directory,
    reject: false,
  });
  exitCode = demo.exitCode;
  lines = demo.stdout.split('\n');
  told = JSON.parse(lines[0] ?? '') as Told;
}, DEMO_LIMIT_MS);
afterAll(async () => {
  for (const shop of shops) {
    shop.kill('SIGKILL');
    await once(shop, 'exit');
  }
  await rm(directory, { recursive: true, force: true });
});

/** The example shop as a commit of the demo's repository has it, checked out and running. */
async function shopAt(commit: string): Promise<{ url: string; checkout: string }> {
  const repository = join(directory, 'demo', 'shop');
  const checkout = join(directory, `at-${commit}`);
  await execa('git', ['clone', '--quiet', '--no-checkout', repository, checkout]);
  await execa('git', ['-C', checkout, 'fetch', '--quiet', 'origin', '+refs/heads/*:refs/remotes/origin/*']);
  await execa('git', ['-C', checkout, 'checkout', '--quiet', '--detach', commit]);
  const port = await freePort();
  const env = { PATH: process.env['PATH'], PORT: String(port), HOST: '127.0.0.1' };
  shops.push(spawn(process.execPath, ['server.mjs'], { cwd: checkout, env, stdio: 'ignore' }));
  const url = `http://127.0.0.1:${port}`;
  await eventually('the shop answers', () =>
    fetch(`${url}/health`)
      .then(() => true)
      .catch(() => undefined),
  );
  return { url, checkout };
}

/** Runs the demo's own test against a shop. */
async function proof(site: string, testFrom: string) {
  const { chromium } = await ensureTools(['chromium']);
  const folder = join(testFrom, 'tests/e2e/chimera');
  const [file = ''] = await readdir(folder);
  const artifacts = await mkdtemp(join(directory, 'artifacts-'));
  return runTest({
    workspace: testFrom,
    testPath: `tests/e2e/chimera/${file}`,
    baseUrl: site,
    artifacts,
    sandbox: NO_SANDBOX,
    chromium: chromium.path,
  });
}

describe('the demo', () => {
  it('ends well and says in one line of JSON what came of it', () => {
    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(1);
    expect(told).toMatchObject({ status: 'completed', commit_sha: expect.stringMatching(/^[0-9a-f]{40}$/) as string });
    expect(told.task_id).toMatch(/^chimera-[0-9a-f]{12}$/);
    expect(told.phases.map(({ phase, status }) => [phase, status])).toEqual(PHASES.map((phase) => [phase, 'passed']));
    expect(told.phases.every(({ attempts, duration_ms }) => attempts > 0 && duration_ms > 0)).toBe(true);
    expect(told.artifacts.length).toBeGreaterThan(0);
  });

  it('leaves the evidence, and no process', async () => {
    expect((await stat(join(directory, 'demo', 'evidence'))).isDirectory()).toBe(true);
    expect(await processesWith(directory)).toEqual([]);
  });

  it('wrote a test that fails on the base commit and passes on the task’s commit', async () => {
    const [before, after] = await Promise.all([shopAt('main'), shopAt(told.commit_sha)]);
    const onBase = await proof(before.url, after.checkout);
    const onCommit = await proof(after.url, after.checkout);
    expect(onBase.status).toBe('failed');
    expect(onBase.scenarios.some(({ status }) => status === 'failed')).toBe(true);
    expect(onCommit.status).toBe('passed');
    expect(onCommit.scenarios.map(({ status }) => status)).toEqual(onCommit.scenarios.map(() => 'passed'));
  });
});
