import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { execa } from 'execa';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findTool, type FoundTool, type ToolName } from '../../src/toolchain/index.ts';
import { startPostgres } from '../support/postgres.ts';
import type { sleepForAnHour } from './toolchain.workflow.ts';

const root = join(import.meta.dirname, '..', '..');

async function installed(tool: ToolName): Promise<FoundTool> {
  const found = await findTool(tool);
  if (!found) throw new Error(`${tool} is missing: run \`npm run setup\` first`);
  return found;
}

describe('what set-up installed', () => {
  it('includes a Git that makes worktrees', async () => {
    const { path } = await installed('git');
    const { exitCode } = await execa(path, ['-C', root, 'worktree', 'list'], { reject: false });
    expect(exitCode).toBe(0);
  });

  it('includes a Temporal CLI with a dev server', async () => {
    const { path } = await installed('temporal');
    const { stdout } = await execa(path, ['server', 'start-dev', '--help']);
    expect(stdout).toContain('--sqlite-pragma');
  });

  it('includes a time-skipping server, on which an hour is over in seconds', async () => {
    const { path } = await installed('temporal-test-server');
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    onTestFinished(() => environment.teardown());
    const taskQueue = randomUUID();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowsPath: join(import.meta.dirname, 'toolchain.workflow.ts'),
    });
    const started = performance.now();
    const slept = await worker.runUntil(
      environment.client.workflow.execute<typeof sleepForAnHour>('sleepForAnHour', {
        taskQueue,
        workflowId: randomUUID(),
      }),
    );
    expect(slept).toBeGreaterThanOrEqual(3_600_000);
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  it('includes a Chromium that Playwright can drive', async () => {
    const { path } = await installed('chromium');
    const browser = await chromium.launch({
      executablePath: path,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.setContent('<button onclick="this.textContent = \'clicked\'">Go</button>');
    await page.getByRole('button', { name: 'Go' }).click();
    expect(await page.getByRole('button').textContent()).toBe('clicked');
  });

  it('includes a PostgreSQL that tests can start, use and stop, leaving nothing behind', async () => {
    const server = await startPostgres();
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined); // The server goes away under it below.
    await client.connect();
    const { rows } = await client.query<{ total: number; directory: string }>(
      "select sum(n)::int as total, current_setting('data_directory') as directory from generate_series(1, 4) n",
    );
    expect(rows[0]?.total).toBe(10);
    await client.end();
    await server.stop();
    await server.stop();
    await expect(new Client({ connectionString: server.url }).connect()).rejects.toThrow('ECONNREFUSED');
    const { stdout } = await execa('ps', ['-eo', 'args']);
    expect(stdout).not.toContain(rows[0]?.directory ?? 'data_directory');
  });
});

describe('the set-up script', () => {
  const script = join(root, 'scripts', 'setup.ts');

  it('prints one line for programs, and installs nothing when all is there', async () => {
    const { stdout: first } = await execa(process.execPath, [script, '--for', 'demo', '--json']);
    const { stdout, stderr } = await execa(process.execPath, [script, '--for', 'demo', '--json']);
    expect(stderr).not.toMatch(/installing|building|asking/);
    expect(stdout).toBe(first);
    expect(stdout.split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      git: await installed('git'),
      temporal: await installed('temporal'),
      chromium: await installed('chromium'),
    });
  });

  it('names what is missing, what was tried and what to do, and exits with 1', async () => {
    const env = { CHIMERA_CHROMIUM: '/absent/chromium' };
    const { exitCode, stdout, stderr } = await execa(process.execPath, [script, '--for', 'demo', '--json'], {
      env,
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('tried: CHIMERA_CHROMIUM=/absent/chromium');
    expect(stderr).toContain('what you can do: install Chromium');
    expect(JSON.parse(stdout)).toMatchObject({ missing: [{ tool: 'chromium' }] });
  });

  it('explains itself when it is called wrongly, and exits with 2', async () => {
    const { exitCode, stderr } = await execa(process.execPath, [script, '--for', 'fun'], { reject: false });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--for demo|test');
  });
});
