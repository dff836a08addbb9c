import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../config/env.ts';
import { withMostConcurrent } from '../config/chimera-config.ts';
import { loadConfigFile } from '../config/file.ts';
import type { LogDestination } from '../observability/logging.ts';
import { createWorkerSnapshots } from '../observability/metrics/worker-snapshots.ts';
import { openDatabase } from '../persistence/database.ts';
import { createHeartbeatStore } from '../persistence/heartbeats/heartbeat-store.ts';
import { ensureTools, findTool } from '../toolchain/index.ts';
import type { RunningWorker } from '../worker/start-worker.ts';
import { startApi } from './api.ts';
import { reportGone } from './heartbeats/worker-reports.ts';
import { fleetPlace } from './heartbeats/worker-place.ts';
import { componentLogs } from './logs.ts';
import { assembleParts, assembleWorkerParts, databaseStore } from './parts.ts';
import { takeDataDirectory } from '../host/own-data.ts';
import { processMask } from './process-mask.ts';
import { onStack } from './stack.ts';
import { reachTemporal } from './temporal.ts';
import { startProcessUpkeep } from './upkeep.ts';
import { watchLoop } from './watch-loop.ts';
import { startProcessWorker, type ProcessWorkerSetup } from './worker.ts';
import { startWorkers } from './workers/start-workers.ts';

/** How the whole system is started in one process. */
export interface SystemOptions {
  readonly environment: Environment;
  /** The most tasks at work at once; as the configuration says, when not given. */
  readonly maxConcurrent?: number;
  /** The most worker processes; when not given the one worker runs in this process. */
  readonly workers?: number;
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
  /** How many worker processes it began with, each for so many agent calls at once; none: this process is the worker. */
  readonly workers?: { readonly count: number; readonly slots: number };
  /** Stops everything and leaves no process behind; what was running goes on with the next start. */
  stop(): Promise<void>;
}

/** Starts Temporal (unless the environment names one), the API, and a worker in this process or several of their own. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { environment, maxConcurrent, workers: most, logFile } = options;
  const declared = await loadConfigFile(environment.configFile);
  const config = maxConcurrent === undefined ? declared : withMostConcurrent(declared, maxConcurrent);
  const destination = await logDestination(logFile);
  const logs = componentLogs({ environment, mask: processMask(config), destination });
  await takeDataDirectory(environment.dataDirectory, (message) => {
    logs('start').warn({}, message);
  });
  return onStack(async (stack) => {
    const chromium = environment.chromium ?? (await ensureTools(['chromium'])).chromium.path;
    const { db, close } = await openDatabase(databaseOptions(environment));
    stack.push(close);
    const temporal = await reachTemporal(environment, logs('temporal'));
    stack.push(() => temporal.stop());
    const system = { environment, config, temporal };
    const log = logs('worker');
    const parts = assembleParts(stack, databaseStore(db, { ...system, log }));
    const { records, apply, applyToAccount, readSpent } = parts;
    const snapshots = createWorkerSnapshots();
    const workers =
      most === undefined
        ? await startOneWorker({ ...system, ...assembleWorkerParts(stack, parts, { config, log }), chromium, log })
        : await startWorkers({
            ...system,
            ...{ records, store: { apply, applyToAccount, readSpent }, snapshots, chromium, most, maxConcurrent, logs },
          });
    stack.push(() => workers.stop());
    const upkeep = await startProcessUpkeep({ ...system, db, log });
    stack.push(() => upkeep.stop());
    const { interval_ms: intervalMs } = config.heartbeat;
    await reportGone({ store: createHeartbeatStore(db), records, intervalMs, log });
    const metrics = { ...parts.metrics, snapshots };
    const api = await startApi({ ...system, ...parts, metrics, db, log: logs('api') });
    stack.push(() => api.close());
    stack.push(watchLoop(metrics.registry, logs('api')));
    return {
      apiUrl: api.url,
      temporalAddress: temporal.address,
      temporalUiUrl: temporal.uiUrl,
      ...('count' in workers ? { workers: { count: workers.count, slots: workers.slots } } : {}),
      stop: () => stack.stop(),
    };
  });
}

/** The worker of this process. */
async function startOneWorker(
  setup: Omit<ProcessWorkerSetup, 'ffmpeg' | 'looksOver' | 'endsDeployments'>,
): Promise<RunningWorker> {
  const ffmpeg = (await findTool('ffmpeg'))?.path;
  const place = fleetPlace(1, process.pid, Date.now());
  const worker = await startProcessWorker({ ...setup, ffmpeg, place, looksOver: true, endsDeployments: true });
  worker.stopped.catch((error: unknown) => {
    setup.log.fatal({ reason: String(error) }, 'The worker failed; tasks wait until Chimera is started again');
  });
  return worker;
}

function databaseOptions({ databaseUrl, dataDirectory }: Environment) {
  return databaseUrl === undefined ? { directory: join(dataDirectory, 'db') } : { url: databaseUrl };
}

async function logDestination(file: string | undefined): Promise<LogDestination> {
  if (file === undefined) return process.stderr;
  await mkdir(dirname(file), { recursive: true });
  return createWriteStream(file, { flags: 'a' });
}
