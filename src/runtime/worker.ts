import type { ChimeraConfig } from '../config/chimera-config.ts';
import type { Environment } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import type { Queries } from '../persistence/database.ts';
import { type RunningWorker, startWorker } from '../worker/start-worker.ts';
import { installTemporalLogger } from '../worker/temporal-logger.ts';
import type { Temporal } from './temporal.ts';

/** What a process's worker is put together from. */
export interface WorkerSetup {
  readonly environment: Environment;
  readonly config: ChimeraConfig;
  readonly temporal: Pick<Temporal, 'address'>;
  readonly db: Queries;
  readonly chromium: string;
  /** Undefined: no videos are made. */
  readonly ffmpeg: string | undefined;
  /** Agent calls at once; 5 when not given. */
  readonly maxConcurrent?: number | undefined;
  /** Whether the staging processes of this host end with the worker. */
  readonly endsDeployments: boolean;
  readonly log: Logger;
}

const DEFAULT_MAX_CONCURRENT = 5;

/** Starts the worker of this process, of which there can be one. */
export async function startProcessWorker(setup: WorkerSetup): Promise<RunningWorker> {
  const { environment, temporal, maxConcurrent, ...parts } = setup;
  installTemporalLogger(setup.log);
  return startWorker({
    ...parts,
    dataDirectory: environment.dataDirectory,
    temporalAddress: temporal.address,
    namespace: environment.temporalNamespace,
    maxConcurrentAgents: maxConcurrent ?? DEFAULT_MAX_CONCURRENT,
  });
}
