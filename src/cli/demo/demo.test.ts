import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifactLink } from '../../contract/links.ts';
import { parse } from 'yaml';
import { memoryConsole } from '../../../tests/support/cli/memory-console.ts';
import { acceptedAnswer } from '../../../tests/support/cli/chimera.ts';
import { eventsAnswer, jsonAnswer, startStubApi, type StubApi } from '../../../tests/support/cli/stub-api.ts';
import { completedDocument, failedDocument, taskId } from '../../../tests/support/cli/task-documents.ts';
import { runCli } from '../run.ts';
import type { System } from '../system.ts';

const run = promisify(execFile);

let api: StubApi;
let directory: string;
let stopped: number;
let configured: unknown;

/** A system whose API is the stub; all else of the demo is real: the repository, the shop, the files. */
const system: System = {
  ensureTools: (names, onProgress) => {
    onProgress({ tool: 'temporal', message: 'looking' });
    const found = { path: '/bin/true', version: '1.0.0', source: 'test' };
    return Promise.resolve(
      Object.fromEntries(names.map((name) => [name, found])) as Record<(typeof names)[number], typeof found>,
    );
  },
  start: async ({ environment }) => {
    configured = parse(await readFile(environment.configFile, 'utf8'));
    return {
      apiUrl: api.url,
      temporalAddress: '127.0.0.1:7233',
      temporalUiUrl: 'http://127.0.0.1:8233',
      stop: () => {
        stopped += 1;
        return Promise.resolve();
      },
    };
  },
  checkAgents: () => Promise.reject(new Error('no agents here')),
  replay: () => Promise.reject(new Error('no replay here')),
};

const screenshot = (scenario: string) => ({
  name: 'shot.png',
  kind: 'screenshot',
  phase: 'E2E_VALIDATION',
  round: 1,
  path: `scenarios/${scenario}/shot.png`,
  media_type: 'image/png',
  bytes: 20,
  url: artifactLink(taskId, `scenarios/${scenario}/shot.png`),
});

function endWith(document: Record<string, unknown>): void {
  api.routes['POST /api/tasks'] = acceptedAnswer;
  api.routes[`GET /api/tasks/${taskId}`] = jsonAnswer(200, document);
  api.routes[`GET /api/tasks/${taskId}/events`] = eventsAnswer(['state', document], ['end', {}]);
  const shots = ['discount-1b3-no-code', 'discount-1c4-a-code'];
  api.routes[`GET /api/tasks/${taskId}/artifacts`] = jsonAnswer(200, {
    task_id: taskId,
    artifacts: shots.map(screenshot),
  });
  for (const shot of shots) {
    api.routes[`GET /api/tasks/${taskId}/artifacts/scenarios/${shot}/shot.png`] = (response) => {
      response.end(`picture of ${shot}`);
    };
  }
}

beforeEach(async () => {
  api = await startStubApi();
  directory = join(await mkdtemp(join(tmpdir(), 'chimera-demo-')), 'demo');
  stopped = 0;
  configured = undefined;
});

afterEach(async () => {
  await api.close();
  await rm(join(directory, '..'), { recursive: true });
});

const demo = (console: ReturnType<typeof memoryConsole>, ...args: readonly string[]) =>
  runCli(['demo', '--directory', directory, ...args], console, system, '1.2.3');

/** The URL of the base shop that the demo configured as the target. */
function targetUrl(): string {
  return (configured as { projects: [{ target_url: string }] }).projects[0].target_url;
}

describe('demo', () => {
  it('shows the proof scenario by scenario, leaves the evidence, and stops everything', async () => {
    endWith(completedDocument());
    const console = memoryConsole();
    expect(await demo(console)).toBe(0);
    expect(console.stderr.text).toBe('');
    expect(console.stdout.text).toContain('One thing is scripted: the coder');
    expect(console.stdout.lines).toContain('  No code   ✔ passed  ✔ passed');
    expect(console.stdout.lines).toContain('  A code    ✖ failed  ✔ passed');
    expect(console.stdout.text).toContain(`${api.url}/api/docs`);
    expect(await readFile(join(directory, 'screenshot.png'), 'utf8')).toBe('picture of discount-1c4-a-code');
    expect(
      Math.max(...console.stdout.lines.filter((line) => !line.includes(directory)).map(({ length }) => length)),
    ).toBeLessThanOrEqual(80);

    const body = api.seen.find(({ method }) => method === 'POST')?.body;
    expect(body).toEqual({ feature: await readFile('examples/features/discount-code.feature', 'utf8') });
    const { stdout } = await run('git', ['-C', join(directory, 'shop'), 'log', '--format=%s', 'main']);
    expect(stdout).toBe('Open the shop\n');
    expect(stopped).toBe(1);
    await expect(fetch(targetUrl())).rejects.toThrow();
    await expect(access(join(directory, 'data'))).rejects.toThrow();
  });

  it('configures the scripted coder by its full path, so that it runs in any checkout', async () => {
    endWith(completedDocument());
    await demo(memoryConsole());
    const { command, env } = (
      configured as { projects: [{ agents: { 'coder-agent': { command: string; env: Record<string, string> } } }] }
    ).projects[0].agents['coder-agent'];
    await access(/'(.+)'/.exec(command)?.[1] ?? '');
    expect(env).toMatchObject({ SCRIPTED_CODER_FIRST_TRY: 'wrong' });
  });

  it('answers with one line of JSON with --json', async () => {
    endWith(completedDocument());
    const console = memoryConsole();
    expect(await demo(console, '--json')).toBe(0);
    expect(console.stdout.lines).toHaveLength(1);
    expect(JSON.parse(console.stdout.text)).toMatchObject({
      task_id: taskId,
      status: 'completed',
      phases: [
        { phase: 'E2E_TEST_GENERATION', status: 'passed', attempts: 1, duration_ms: 4_000 },
        { phase: 'CODE_IMPLEMENTATION' },
        { phase: 'GUARDIAN_REVIEW' },
        { phase: 'STAGING_DEPLOYMENT' },
        { phase: 'E2E_VALIDATION' },
      ],
      commit_sha: 'c'.repeat(40),
      deployment_url: 'http://127.0.0.1:4000',
      scenarios: [
        { name: 'No code', before: 'passed', after: 'passed' },
        { name: 'A code', before: 'failed', after: 'passed' },
      ],
      artifacts: [{ kind: 'screenshot', phase: 'E2E_VALIDATION' }, {}],
    });
  });

  it('tells the phase, the error and where the logs are when the task fails, and exits with 1', async () => {
    endWith(failedDocument());
    const console = memoryConsole();
    expect(await demo(console)).toBe(1);
    expect(console.stdout.text).toContain('failed in E2E_VALIDATION: The test fails on staging.');
    expect(console.stdout.text).toContain('chimera.log');
    expect(stopped).toBe(1);
  });

  it('stays open with --keep until it is interrupted', async () => {
    endWith(completedDocument());
    const console = memoryConsole();
    const code = demo(console, '--keep', '--example', 'search');
    await expect.poll(() => console.stdout.text, { timeout: 10_000 }).toContain('Everything is left running');
    expect((await fetch(targetUrl())).status).toBe(200);
    expect(stopped).toBe(0);
    console.interrupt();
    expect(await code).toBe(0);
    expect(stopped).toBe(1);
  });

  it('ends what it started when the system cannot be started', async () => {
    const console = memoryConsole();
    const broken: System = { ...system, start: () => Promise.reject(new Error('no Temporal')) };
    expect(await runCli(['demo', '--directory', directory], console, broken, '1.2.3')).toBe(1);
    expect(console.stdout.text).toContain('✖ Temporal, API and worker');
    expect(console.stderr.text).toContain('no Temporal');
  });

  it('replaces the demo before it, but never a directory that holds something else', async () => {
    endWith(completedDocument());
    expect(await demo(memoryConsole())).toBe(0);
    expect(await demo(memoryConsole())).toBe(0);
    await rm(join(directory, '.chimera-demo'));
    await writeFile(join(directory, 'thesis.txt'), 'mine');
    const console = memoryConsole();
    expect(await demo(console)).toBe(2);
    expect(console.stderr.text).toContain('holds something else');
    expect(await readFile(join(directory, 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it('names the examples there are when asked for another', async () => {
    const console = memoryConsole();
    expect(await demo(console, '--example', 'teleport')).toBe(2);
    expect(console.stderr.text).toContain('discount-code');
  });
});
