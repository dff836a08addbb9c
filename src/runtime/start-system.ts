import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../config/env.ts';
import { loadConfigFile } from '../config/file.ts';
import { createLogger, type LogDestination, type Logger } from '../observability/logging.ts';
import { openDatabase } from '../persistence/database.ts';
import { ensureTools } from '../toolchain/index.ts';
import { startWorker } from '../worker/start-worker.ts';
import { installTemporalLogger } from '../worker/temporal-logger.ts';
import { startApi } from './api.ts';
import { createStack } from './stack.ts';
import { reachTemporal } from './temporal.ts';

/** How the whole system is started in one process. */
export interface SystemOptions {
  readonly environment: Environment;
  /** Agent calls at once; 5 when not given. */
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

const DEFAULT_MAX_CONCURRENT = 5;

/** Starts Temporal (unless the environment names one), the API and a worker in this process. */
export async function startSystem({ environment, maxConcurrent, logFile }: SystemOptions): Promise<RunningSystem> {
  const { dataDirectory, temporalNamespace: namespace } = environment;
  const config = await loadConfigFile(environment.configFile);
  await mkdir(dataDirectory, { recursive: true });
  const logs = await openLogs(environment, logFile);
  const stack = createStack();
  try {
    const chromium = environment.chromium ?? (await ensureTools(['chromium'])).chromium.path;
    const database = await openDatabase(databaseOptions(environment));
    stack.push(() => database.close());
    const temporal = await reachTemporal(environment, logs('temporal'));
    stack.push(() => temporal.stop());
    const workerLog = logs('worker');
    installTemporalLogger(workerLog);
    const worker = await startWorker({
      config,
      dataDirectory,
      temporalAddress: temporal.address,
      namespace,
      db: database.db,
      chromium,
      maxConcurrentAgents: maxConcurrent ?? DEFAULT_MAX_CONCURRENT,
      endsDeployments: true,
      log: workerLog,
    });
    stack.push(() => worker.stop());
    worker.stopped.catch((error: unknown) => {
      workerLog.fatal({ reason: String(error) }, 'The worker failed; tasks wait until Chimera is started again');
    });
    const api = await startApi({ environment, config, temporal, db: database.db, log: logs('api') });
    stack.push(() => api.close());
    return {
      apiUrl: api.url,
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      stop: () => stack.stop(),
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

function databaseOptions({ databaseUrl, dataDirectory }: Environment) {
  return databaseUrl === undefined ? { directory: join(dataDirectory, 'db') } : { url: databaseUrl };
}

/** The log of each component, all to one place. */
async function openLogs(environment: Environment, file: string | undefined): Promise<(component: string) => Logger> {
  const { logLevel: level, logFormat } = environment;
  if (file !== undefined) await mkdir(dirname(file), { recursive: true });
  const destination: LogDestination = file === undefined ? process.stderr : createWriteStream(file, { flags: 'a' });
  const format = logFormat === undefined ? {} : { format: logFormat };
  return (component) => createLogger({ level, component, destination, ...format });
}
