import type { ChimeraConfig } from '../config/chimera-config.ts';
import type { Environment } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import type { WorkMetrics } from '../observability/metrics/work-metrics.ts';
import type { CircuitBreakers } from '../persistence/circuit-breakers.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import { type RunningWorker, startWorker } from '../worker/start-worker.ts';
import { installTemporalLogger } from '../worker/temporal-logger.ts';
import type { Temporal } from './temporal.ts';

/** What a process's worker is put together from. */
export interface WorkerSetup {
  readonly environment: Environment;
  readonly config: ChimeraConfig;
  readonly temporal: Pick<Temporal, 'address'>;
  readonly records: RecordSink;
  readonly breakers: CircuitBreakers;
  readonly metrics: WorkMetrics;
  readonly chromium: string;
  /** Undefined: no videos are made. */
  readonly ffmpeg: string | undefined;
  /** How long running activities may go on after a stop, in ms; when not given a moment, for a stop that people await. */
  readonly drainMs?: number;
  /** Whether the staging processes of this host end with the worker. */
  readonly endsDeployments: boolean;
  /** Where Temporal's SDK serves its metrics, `host:port`; nowhere when not given. */
  readonly sdkMetricsAddress?: string;
  readonly log: Logger;
}

const SHORT_DRAIN_MS = 1_000;

/** Starts the worker of this process, of which there can be one. */
export async function startProcessWorker(setup: WorkerSetup): Promise<RunningWorker> {
  const { environment, temporal, sdkMetricsAddress, drainMs = SHORT_DRAIN_MS, ...parts } = setup;
  installTemporalLogger(setup.log, sdkMetricsAddress);
  return startWorker({
    ...parts,
    dataDirectory: environment.dataDirectory,
    temporalAddress: temporal.address,
    namespace: environment.temporalNamespace,
    slotCap: environment.maxConcurrent,
    tellsPressure: environment.tellsPressure,
    memoryLimitMb: environment.memoryLimitMb,
    drainMs,
  });
}
