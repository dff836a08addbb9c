import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../config/env.ts';
import { withMostConcurrent } from '../config/chimera-config.ts';
import { loadConfigFile } from '../config/file.ts';
import type { LogDestination } from '../observability/logging.ts';
import { openDatabase } from '../persistence/database.ts';
import { ensureTools, findTool } from '../toolchain/index.ts';
import { startApi } from './api.ts';
import { componentLogs } from './logs.ts';
import { databaseRecorder } from './records.ts';
import { onStack } from './stack.ts';
import { reachTemporal } from './temporal.ts';
import { startProcessWorker } from './worker.ts';

/** How the whole system is started in one process. */
export interface SystemOptions {
  readonly environment: Environment;
  /** The most tasks at work at once; as the configuration says, when not given. */
  readonly maxConcurrent?: number;
  /** Where the log goes; standard error when not given. */
  readonly logFile?: string;
}

/** The system, running. */
export interface RunningSystem {
  readonly apiUrl: string;
  /** Temporal's `host:port`, for its CLI. */
  readonly temporalAddress: string;
  /** Undefined when Temporal is not embedded. */
  readonly temporalUiUrl: string | undefined;
  /** Stops everything and leaves no process behind; what was running goes on with the next start. */
  stop(): Promise<void>;
}

/** Starts Temporal (unless the environment names one), the API and a worker in this process. */
export async function startSystem({ environment, maxConcurrent, logFile }: SystemOptions): Promise<RunningSystem> {
  const declared = await loadConfigFile(environment.configFile);
  const config = maxConcurrent === undefined ? declared : withMostConcurrent(declared, maxConcurrent);
  await mkdir(environment.dataDirectory, { recursive: true });
  const logs = componentLogs(environment, await logDestination(logFile));
  return onStack(async (stack) => {
    const chromium = environment.chromium ?? (await ensureTools(['chromium'])).chromium.path;
    const ffmpeg = (await findTool('ffmpeg'))?.path;
    const { db, close } = await openDatabase(databaseOptions(environment));
    stack.push(close);
    const temporal = await reachTemporal(environment, logs('temporal'));
    stack.push(() => temporal.stop());
    const parts = { environment, config, temporal, db };
    const log = logs('worker');
    const worker = await startProcessWorker({
      ...parts,
      records: databaseRecorder(db, log),
      chromium,
      ffmpeg,
      endsDeployments: true,
      log,
    });
    stack.push(() => worker.stop());
    worker.stopped.catch((error: unknown) => {
      log.fatal({ reason: String(error) }, 'The worker failed; tasks wait until Chimera is started again');
    });
    const api = await startApi({ ...parts, log: logs('api') });
    stack.push(() => api.close());
    return {
      apiUrl: api.url,
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      stop: () => stack.stop(),
    };
  });
}

function databaseOptions({ databaseUrl, dataDirectory }: Environment) {
  return databaseUrl === undefined ? { directory: join(dataDirectory, 'db') } : { url: databaseUrl };
}

async function logDestination(file: string | undefined): Promise<LogDestination> {
  if (file === undefined) return process.stderr;
  await mkdir(dirname(file), { recursive: true });
  return createWriteStream(file, { flags: 'a' });
}
