import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseDocument } from 'yaml';
import { createApiClient } from '../../src/cli/api/client.ts';
import { followTask } from '../../src/cli/api/follow.ts';
import type { TaskView } from '../../src/contract/task/task.ts';
import { runningInstance } from '../../src/cli/instance/instance-file.ts';
import type { Stack } from '../../src/runtime/stack.ts';
import { watchCpuBelow } from './cpu-time.ts';
import type { Shop } from './shop.ts';
import type { Run, Side } from './side.ts';

const START_LIMIT_MS = 60_000;

/** What a task's phases are called in the script. */
const PARTS: Readonly<Record<string, string>> = {
  E2E_TEST_GENERATION: 'red',
  CODE_IMPLEMENTATION: 'coder',
  GUARDIAN_REVIEW: 'checks',
  STAGING_DEPLOYMENT: 'staging',
  E2E_VALIDATION: 'green',
};

/** The built Chimera of a checkout, `chimera start` with an embedded Temporal, to which a task is handed in by the API. */
export async function chimeraSide(name: string, checkout: string, shop: Shop, stack: Stack): Promise<Side> {
  const data = join(shop.directory, name);
  await mkdir(data);
  const config = join(data, 'chimera.config.yaml');
  await writeConfiguration(checkout, config, shop);
  const log = createWriteStream(join(data, 'chimera.log'));
  await once(log, 'open');
  const cli = join(checkout, 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [cli, 'start', '--port', '0', '--config', config, '--data', data], {
    cwd: data,
    stdio: ['ignore', log, log],
    detached: true,
  });
  const exited = once(child, 'exit');
  stack.push(async () => {
    child.kill('SIGINT');
    await exited;
  });
  const pid = child.pid ?? 0;
  const api = createApiClient(await urlOf(data, exited));
  return {
    name,
    async run() {
      const cpu = await watchCpuBelow(pid);
      const begun = performance.now();
      const { task_id } = await api.submit({ feature: shop.feature });
      let task: TaskView | undefined;
      for await (const state of followTask(api, task_id, new AbortController().signal)) task = state;
      const seconds = (performance.now() - begun) / 1_000;
      if (task?.status !== 'completed')
        throw new Error(`The task ended ${task?.status ?? 'unseen'}: ${JSON.stringify(task?.error)}`);
      return { seconds, cpuSeconds: await cpu.stop(), parts: partsOf(task, seconds) };
    },
  };
}

/** The example's configuration of that checkout, with the coder at its full pace. */
async function writeConfiguration(checkout: string, file: string, shop: Shop): Promise<void> {
  const document = parseDocument(await readFile(join(checkout, 'examples', 'chimera.config.yaml'), 'utf8'));
  document.setIn(['projects', 0, 'repository'], shop.repository);
  document.setIn(['projects', 0, 'target_url'], shop.targetUrl);
  document.setIn(['projects', 0, 'agents', 'coder-agent', 'command'], shop.coder);
  await writeFile(file, document.toString());
}

async function urlOf(data: string, exited: Promise<unknown>): Promise<string> {
  const gone = { yes: false };
  const note = (): void => {
    gone.yes = true;
  };
  void exited.then(note);
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline && !gone.yes) {
    const instance = await runningInstance(data);
    if (instance !== undefined) return instance.api_url;
    await delay(100);
  }
  throw new Error(`Chimera did not start: ${await readFile(join(data, 'chimera.log'), 'utf8')}`);
}

/** Phases under the script's names; the rest of the time is between them, and before and after. */
function partsOf({ phases }: TaskView, seconds: number): Run['parts'] {
  const parts = phases.map(({ phase, duration_ms }) => [PARTS[phase] ?? phase, (duration_ms ?? 0) / 1_000] as const);
  const rest = seconds - parts.reduce((sum, [, one]) => sum + one, 0);
  return { ...Object.fromEntries(parts), rest };
}
