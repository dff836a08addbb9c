import type { ChimeraConfig } from '../config/chimera-config.ts';
import { declaredAgents } from '../config/declared-agents.ts';
import type { Environment } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import type { SpanExport } from '../observability/tracing/span-export.ts';
import { startHeartbeatSender } from '../worker/heartbeats/heartbeat-sender.ts';
import { createSandbox } from '../worker/sandbox.ts';
import { type RunningWorker, startWorker } from '../worker/start-worker.ts';
import { installTemporalLogger } from '../worker/temporal-logger.ts';
import { cacheDirectory, findTool, thisMachine } from '../toolchain/index.ts';
import { withHeartbeats } from './heartbeats/with-heartbeats.ts';
import { lonePlace, type WorkerPlace } from './heartbeats/worker-place.ts';
import type { WorkerParts } from './parts.ts';
import { profileClock } from './profile-clock.ts';
import { processMask } from './process-mask.ts';
import type { Temporal } from './temporal.ts';

/** What a process's worker is put together from. */
export interface ProcessWorkerSetup extends WorkerParts {
  readonly environment: Environment;
  readonly config: ChimeraConfig;
  readonly temporal: Pick<Temporal, 'address'>;
  readonly chromium: string;
  /** Undefined: no videos are made. */
  readonly ffmpeg: string | undefined;
  /** How long running activities may go on after a stop, in ms; when not given a moment, for a stop that people await. */
  readonly drainMs?: number;
  /** Whether it looks the projects over as it starts. */
  readonly looksOver: boolean;
  /** Whether the staging processes of this host end with the worker. */
  readonly endsDeployments: boolean;
  /** Where Temporal's SDK serves its metrics, `host:port`; nowhere when not given. */
  readonly sdkMetricsAddress?: string;
  /** Under which name its heartbeats go; its own when no fleet has given it one. */
  readonly place?: WorkerPlace | undefined;
  readonly log: Logger;
}

const SHORT_DRAIN_MS = 1_000;

/** Starts the worker of this process, of which there can be one. */
export async function startProcessWorker(setup: ProcessWorkerSetup): Promise<RunningWorker> {
  const { environment, temporal, sdkMetricsAddress, place = lonePlace(), drainMs = SHORT_DRAIN_MS, ...parts } = setup;
  installTemporalLogger(setup.log, sdkMetricsAddress);
  const { projects, heartbeat } = setup.config;
  const sender = startHeartbeatSender({
    place,
    agents: declaredAgents(projects).map(({ name }) => name),
    intervalMs: heartbeat.interval_ms,
    records: setup.records,
    now: () => performance.now(),
  });
  const exported = environment.exportsSpans ? await spanExport(setup.log) : undefined;
  const tools = {
    bubblewrap: await findTool('bubblewrap'),
    chromium: setup.chromium,
    ffmpeg: setup.ffmpeg,
    cache: cacheDirectory(thisMachine()),
    configFile: environment.configFile,
  };
  const { dataDirectory } = environment;
  const sandbox = await createSandbox({ config: setup.config, dataDirectory, tools, log: setup.log });
  const starting = startWorker({
    ...parts,
    sandbox,
    exported,
    heartbeats: sender.reader,
    mask: processMask(setup.config),
    dataDirectory,
    temporalAddress: temporal.address,
    namespace: environment.temporalNamespace,
    slotCap: environment.maxConcurrent,
    tellsPressure: environment.tellsPressure,
    memoryLimitMb: environment.memoryLimitMb,
    profileClock: profileClock(setup),
    drainMs,
  });
  const worker = await withHeartbeats(starting, sender);
  return exported === undefined ? worker : withSpanExport(worker, exported);
}

/** What few have is loaded where it is wanted. */
async function spanExport(log: Logger): Promise<SpanExport> {
  const { startSpanExport } = await import('../observability/tracing/span-export.ts');
  return startSpanExport(log);
}

/** A worker that is through when its last spans have gone too. */
function withSpanExport(worker: RunningWorker, exported: SpanExport): RunningWorker {
  return {
    stopped: worker.stopped.finally(() => exported.stop()),
    hurry: () => {
      worker.hurry();
    },
    stop: async () => {
      await worker.stop();
      await exported.stop();
    },
  };
}
