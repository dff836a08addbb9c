import { rm } from 'node:fs/promises';
import { readEnvironment } from '../../config/env.ts';
import type { PresetName } from '../../domain/preset.ts';
import { ensureTools } from '../../toolchain/index.ts';
import { createApiClient } from '../api/client.ts';
import type { CommandContext } from '../command-context.ts';
import { taskExitCode } from '../commands/task-exit-code.ts';
import { watchTask } from '../commands/watch.ts';
import { print } from '../console.ts';
import { removeInstance, writeInstance } from '../instance/instance-file.ts';
import { stopInTime, untilInterrupted } from '../lifetime.ts';
import type { RunningSystem, System } from '../system.ts';
import { type BaseShop, startBaseShop } from './base-shop.ts';
import { sandboxHere, writeDemoConfiguration } from './demo-configuration.ts';
import { type DemoDirectory, prepareDemoDirectory } from './demo-directory.ts';
import { copyScreenshot, saveEvidence } from './evidence.ts';
import { type Example, readExample } from './examples.ts';
import { introduction } from './introduction.ts';
import { demoAgent, startScriptedAgent } from './scripted-agent.ts';
import { makeShopRepository } from './shop-repository.ts';
import { stepsOn } from './steps.ts';
import { demoDocument, type DemoOutcome, failureLines, linkLines, successLines } from './summary.ts';

/** The options of `chimera demo`. */
export interface DemoOptions {
  readonly example?: string;
  readonly directory?: string;
  readonly keep?: boolean;
  /** A real coding agent instead of the scripted coder. */
  readonly agent?: string;
}

/** What a demo has running and must end, last started first. */
type Cleanup = (() => Promise<void>)[];

/** `chimera demo`: takes one feature of the example shop through all phases, on a system of its own, and shows it. */
export async function demo(context: CommandContext, system: System, options: DemoOptions): Promise<void> {
  const example = await readExample(options.example ?? 'discount-code');
  const agent = options.agent === undefined ? undefined : demoAgent(options.agent);
  const directory = await prepareDemoDirectory(options.directory ?? 'chimera-demo');
  const cleanup: Cleanup = [];
  const say = (...lines: readonly string[]): void => {
    if (!context.json) print(context.console.stdout, ...lines);
  };
  const ended = { well: false };
  try {
    say(...introduction(example, context, { agent }));
    const running = await prepare(context, system, directory, { agent, cleanup });
    const outcome = await runTask(context, example, directory, running);
    ended.well = outcome.task.status === 'completed';
    const layout = { ...context, cwd: process.cwd() };
    say(...(ended.well ? successLines(outcome, layout) : failureLines(outcome, layout)));
    if (context.json) context.answer(demoDocument(outcome), []);
    context.exit(taskExitCode(outcome.task));
    say(...linkLines(outcome, context.colours), '');
    if (options.keep === true) {
      say('  Everything is left running; Ctrl-C ends it.');
      await untilInterrupted(context.console.interrupted);
    } else {
      say(context.colours.gray('  The links close now; run the demo with --keep to leave them open.'));
    }
  } finally {
    for (const end of cleanup.reverse()) await end();
    if (ended.well) await rm(directory.data, { recursive: true, force: true });
  }
}

/** Sets everything up that the demo's task needs; each thing that runs is put on the clean-up list first thing. */
async function prepare(
  context: CommandContext,
  system: System,
  directory: DemoDirectory,
  { agent, cleanup }: { readonly agent: PresetName | undefined; readonly cleanup: Cleanup },
): Promise<RunningSystem> {
  const step = stepsOn(context);
  await step(
    'Programs',
    (say) =>
      ensureTools(['git', 'temporal', 'chromium', ...(sandboxHere() === 'on' ? (['bubblewrap'] as const) : [])], {
        onProgress: ({ tool, message }) => {
          say(`${tool}: ${message}`);
        },
      }),
    (tools) => `Temporal ${tools.temporal.version}, Chromium ${tools.chromium.version.split('.')[0] ?? ''}`,
  );
  const shop = await step(
    'Example shop, as it is today',
    async (): Promise<BaseShop> => {
      await makeShopRepository(directory.shop);
      const started = await startBaseShop(directory.shop);
      cleanup.push(() => started.stop());
      return started;
    },
    ({ url }) => url,
  );
  const coder =
    agent === undefined
      ? undefined
      : await step(
          'Coding agent, scripted model',
          async (say) => {
            const started = await startScriptedAgent(agent, undefined, {
              onProgress: ({ tool, message }) => {
                say(`${tool}: ${message}`);
              },
            });
            cleanup.push(() => started.model.close());
            return started;
          },
          ({ version }) => `${agent} ${version}`,
        );
  await writeDemoConfiguration(directory.config, {
    ...(coder === undefined ? {} : { coder: coder.choice }),
    repository: directory.shop,
    targetUrl: shop.url,
    firstTryIsWrong: true,
  });
  return step(
    'Temporal, API and worker',
    () => startSystem(context, system, directory, cleanup),
    ({ apiUrl }) => apiUrl,
  );
}

async function startSystem(
  { console }: CommandContext,
  system: System,
  directory: DemoDirectory,
  cleanup: Cleanup,
): Promise<RunningSystem> {
  const { DATABASE_URL: _, TEMPORAL_ADDRESS: __, TEMPORAL_NAMESPACE: ___, MONITOR_PORT: ____, ...env } = console.env;
  const environment = readEnvironment({
    ...env,
    CHIMERA_HOME: directory.data,
    CHIMERA_CONFIG: directory.config,
    CHIMERA_HOST: '127.0.0.1',
    CHIMERA_PORT: '0',
  });
  const running = await system.start({ environment, logFile: directory.log });
  cleanup.push(async () => {
    await stopInTime(running);
    await removeInstance(directory.data, process.pid);
  });
  await writeInstance(directory.data, {
    pid: process.pid,
    api_url: running.apiUrl,
    ...(running.temporalUiUrl === undefined ? {} : { temporal_ui_url: running.temporalUiUrl }),
    started_at: new Date().toISOString(),
  });
  return running;
}

/** Hands the example in by the API, follows it to its end, and saves the evidence. */
async function runTask(
  context: CommandContext,
  example: Example,
  directory: DemoDirectory,
  { apiUrl, temporalUiUrl }: RunningSystem,
): Promise<DemoOutcome> {
  const api = createApiClient(apiUrl);
  const step = stepsOn(context);
  const { task_id } = await step(
    'POST /api/tasks',
    () => api.submit({ feature: example.feature }),
    (accepted) => accepted.task_id,
  );
  if (!context.json) print(context.console.stdout, '');
  const task = await watchTask(context, api, task_id, 'The demo ends here, and everything it started with it.');
  const saved = await saveEvidence(api, task_id, directory.evidence);
  const screenshot = await copyScreenshot(saved, task, directory.screenshot);
  return { task, saved, screenshot, directory, apiUrl, temporalUiUrl };
}
