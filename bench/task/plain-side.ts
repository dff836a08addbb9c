import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';
import {
  configSource,
  playwrightProgram,
  tsconfigSource,
} from '../../src/agents/built-in/e2e-tester/runner/playwright-config.ts';
import { scenariosAtOnce } from '../../src/domain/scenario-room.ts';
import { watchCpuOfChild } from './cpu-time.ts';
import type { Shop } from './shop.ts';
import type { Run, Side } from './side.ts';

/** As in the example's configuration, by default. */
const MOST_AT_ONCE = 4;

const SCRIPT = fileURLToPath(new URL('plain.sh', import.meta.url));

/** The plain shell script, with the very test and the very settings of Playwright that a task has. */
export function plainSide(shop: Shop): Side {
  let runs = 0;
  return {
    name: 'script',
    async run() {
      runs += 1;
      const work = await mkdtemp(join(shop.directory, 'script-'));
      const stagingPort = await getPort({ host: '127.0.0.1' });
      await prepare(shop, work, stagingPort);
      const script = execa(SCRIPT, {
        env: {
          REPOSITORY: shop.repository,
          BRANCH: `script/${runs}`,
          WORK: work,
          TEST: join(work, 'test.ts'),
          TEST_PATH: shop.test.path,
          CODER: shop.coder,
          REQUEST: join(work, 'request.json'),
          PLAYWRIGHT: `${process.execPath} ${playwrightProgram()}`,
          PLAYWRIGHT_BROWSERS_PATH: shop.browsers,
          STAGING_PORT: String(stagingPort),
          GIT_AUTHOR_NAME: 'Script',
          GIT_AUTHOR_EMAIL: 'script@localhost',
          GIT_COMMITTER_NAME: 'Script',
          GIT_COMMITTER_EMAIL: 'script@localhost',
        },
      });
      const cpu = await watchCpuOfChild(script.pid ?? 0);
      const { stdout } = await script;
      const cpuSeconds = await cpu.stop();
      await mustHavePassed(join(work, 'green.log'), shop.test.scenarios);
      await rm(work, { recursive: true });
      return { ...runOf(stdout), cpuSeconds };
    },
  };
}

async function prepare(shop: Shop, work: string, stagingPort: number): Promise<void> {
  await writeFile(join(work, 'test.ts'), shop.test.source);
  await writeFile(join(work, 'request.json'), JSON.stringify({ action: 'implement_feature', feature: shop.feature }));
  const workspace = join(work, 'checkout');
  const tsconfigFile = join(work, 'tsconfig.json');
  await writeFile(tsconfigFile, tsconfigSource(workspace));
  const room = { cores: availableParallelism(), freeBytes: process.availableMemory() };
  for (const [name, baseUrl, expected] of [
    ['red', shop.targetUrl, 'failed'],
    ['green', `http://127.0.0.1:${stagingPort}`, 'passed'],
  ] as const) {
    const config = configSource({
      ...shop.runPlan,
      testFile: join(workspace, shop.test.path),
      workspace,
      tsconfigFile,
      baseUrl,
      outputDirectory: join(work, name),
      atOnce: scenariosAtOnce(room, MOST_AT_ONCE, expected),
    });
    await writeFile(join(work, `${name}.config.mjs`), config);
  }
}

/** A script that proves nothing is no measure. */
async function mustHavePassed(log: string, scenarios: number): Promise<void> {
  const text = await readFile(log, 'utf8');
  if (!text.includes(`${scenarios} passed`)) throw new Error(`Not all of ${scenarios} scenarios passed:\n${text}`);
}

function runOf(stdout: string): Pick<Run, 'seconds' | 'parts'> {
  const begun = [...stdout.matchAll(/^part (\w+) (\d+)$/gm)].map(([, name = '', at]) => ({ name, at: Number(at) }));
  const parts = begun
    .slice(0, -1)
    .map(({ name, at }, index) => [name, ((begun[index + 1]?.at ?? at) - at) / 1_000] as const);
  return { parts: Object.fromEntries(parts), seconds: parts.reduce((sum, [, seconds]) => sum + seconds, 0) };
}
