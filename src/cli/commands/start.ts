import { readEnvironment } from '../../config/env.ts';
import { MOST_LEASES } from '../../domain/pool/settings.ts';
import type { CommandContext } from '../command-context.ts';
import { isUndeclared, startExample } from '../demo/example-project.ts';
import { cliFailure, wrongOption } from '../failure.ts';
import { removeInstance, runningInstance, writeInstance } from '../instance/instance-file.ts';
import { takeDataDirectory } from '../../host/own-data.ts';
import { print } from '../console.ts';
import { stopInTime, untilInterrupted } from '../lifetime.ts';
import type { RunningSystem, System } from '../system.ts';

/** The options of `chimera start` and `chimera start-all`. */
export interface StartOptions {
  readonly port?: string;
  readonly config?: string;
  readonly data?: string;
  readonly maxConcurrent?: string;
  readonly workers?: string;
}

/** The most worker processes of one `chimera start-all`. */
const MOST_WORKERS = 64;

/** `chimera start`: runs Temporal, the API and a worker (or several, as processes of their own) until it is interrupted. */
export async function start(context: CommandContext, system: System, options: StartOptions): Promise<void> {
  const { console } = context;
  const environment = readEnvironment({ ...console.env, ...overrides(options) });
  const { dataDirectory } = environment;
  const other = await runningInstance(dataDirectory);
  if (other !== undefined) {
    throw cliFailure(
      'already-running',
      'Chimera is running already',
      `Process ${other.pid} runs on ${dataDirectory} at ${other.api_url}. Stop it with \`chimera stop\`, or choose another directory with --data.`,
    );
  }
  await takeDataDirectory(dataDirectory, (message) => {
    print(console.stderr, message);
  });
  const maxConcurrent = countOf('--max-concurrent', options.maxConcurrent, MOST_LEASES);
  const workers = countOf('--workers', options.workers, MOST_WORKERS);
  const example = (await isUndeclared(environment, console.env, options))
    ? await startExample(dataDirectory)
    : undefined;
  const running = await system
    .start({
      environment: { ...environment, ...(example === undefined ? {} : { configFile: example.configFile }) },
      ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
      ...(workers === undefined ? {} : { workers }),
    })
    .catch(async (error: unknown) => {
      await example?.stop();
      throw error;
    });
  const instance = {
    pid: process.pid,
    api_url: running.apiUrl,
    temporal_address: running.temporalAddress,
    ...(running.temporalUiUrl === undefined ? {} : { temporal_ui_url: running.temporalUiUrl }),
    ...(running.workers === undefined ? {} : { workers: running.workers.count }),
    started_at: new Date().toISOString(),
  };
  try {
    await writeInstance(dataDirectory, instance);
    context.answer({ ...instance, data_directory: dataDirectory }, [
      ...links(context, running, dataDirectory),
      ...(example === undefined ? [] : example.lines),
    ]);
    await untilInterrupted(console.interrupted);
    if (!context.json) context.answer(undefined, ['', 'Stopping; press Ctrl-C again to stop at once.']);
  } finally {
    await stopInTime(running);
    await example?.stop();
    await removeInstance(dataDirectory, process.pid);
  }
}

function overrides({ port, config, data }: StartOptions): Record<string, string> {
  return {
    ...(port === undefined ? {} : { CHIMERA_PORT: port }),
    ...(config === undefined ? {} : { CHIMERA_CONFIG: config }),
    ...(data === undefined ? {} : { CHIMERA_HOME: data }),
  };
}

function countOf(name: string, option: string | undefined, most: number): number | undefined {
  if (option === undefined) return undefined;
  const count = Number(option);
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw wrongOption(name, `must be a whole number from 1 to ${most}, not "${option}"`);
  }
  return count;
}

function links({ colours }: CommandContext, running: RunningSystem, dataDirectory: string): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['API', running.apiUrl],
    ['API docs', `${running.apiUrl}/api/docs`],
    ...(running.temporalUiUrl === undefined ? [] : [['Temporal', running.temporalUiUrl] as const]),
    ...(running.workers === undefined ? [] : [['Workers', workersLine(running.workers)] as const]),
    ['gRPC', `${running.temporalAddress} (temporal --address)`],
    ['Data', dataDirectory],
  ];
  return [
    `${colours.green('✔')} ${colours.bold('Chimera is running.')}`,
    ...rows.map(([name, value]) => `  ${colours.gray(name.padEnd(10))}${value}`),
    '',
    colours.gray('  Hand in a feature with `chimera submit`; stop with Ctrl-C.'),
  ];
}

function workersLine({ count, slots }: NonNullable<RunningSystem['workers']>): string {
  return `${count} ${count === 1 ? 'process' : 'processes'}, each for ${slots} agent ${slots === 1 ? 'call' : 'calls'} at once`;
}
