import { parseArgs } from 'node:util';
import type { Registry } from 'prom-client';
import { type ChimeraConfig, withMostConcurrent } from '../config/chimera-config.ts';
import type { Environment } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import { createProcessMetrics } from '../journal/counters.ts';
import { breakerJournal } from '../journal/worker-journal.ts';
import { exportRecorder } from '../observability/metrics/recorder-metrics.ts';
import type { JournalReader } from '../journal/event.ts';
import { type ApplyToBreaker, createBreakerStore } from '../persistence/breaker-store.ts';
import { createCircuitBreakers } from '../persistence/circuit-breakers.ts';
import { createRecorder, type Recorder } from '../persistence/recorder/recorder.ts';
import { findTool } from '../toolchain/index.ts';
import { createChangeInspector } from './change-inspector.ts';
import { createFeatureReader } from './feature-reader.ts';
import { fleetPlace } from './heartbeats/worker-place.ts';
import { profileClock } from './profile-clock.ts';
import { databaseRecorder } from './records.ts';
import { runService } from './run-service.ts';
import { fleetEnvironment } from './service-environment.ts';
import { openSharedDatabase } from './shared-database.ts';
import { onStack, type Stack } from './stack.ts';
import { watchLoop } from './watch-loop.ts';
import { startProcessWorker } from './worker.ts';
import { createIpcBreakers } from './workers/breakers-over-ipc.ts';
import { parentChannel } from './workers/parent-channel.ts';
import { createIpcRecords } from './workers/records-over-ipc.ts';

// A worker as a child of the process that runs Temporal, the API and, unless it is a PostgreSQL, the database; one of
// several on one data directory.
const parent = parentChannel(process);

const METRICS_INTERVAL_MS = 5_000;

/** How long records wait for others on their way to the parent, which has them wait for those of the other workers again. */
const LINGER_MS = 200;

await runService('worker', fleetEnvironment, ({ environment, config: declared, log, signal }) =>
  onStack(async (stack) => {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { 'max-concurrent': text, number: text, started: text } });
    const most = values['max-concurrent'];
    const number = Number(values.number ?? 1);
    const place = fleetPlace(number, process.pid, Number(values.started ?? Date.now()));
    const config = most === undefined ? declared : withMostConcurrent(declared, Number(most));
    const { temporalAddress: address, databaseUrl, chromium, drainMs } = environment;
    const ffmpeg = (await findTool('ffmpeg'))?.path;
    const { registry, counters } = createProcessMetrics();
    const { records, apply } =
      databaseUrl === undefined
        ? overChannel(log)
        : await overDatabase(databaseUrl, { config, environment, counters, log, signal }, stack);
    stack.push(() => records.stop());
    exportRecorder(registry, () => records.counts);
    const breakers = createCircuitBreakers({ apply, settings: config.breaker, log });
    const { readFeature, close: endReader } = createFeatureReader({ log, ready: 0 });
    stack.push(endReader);
    const { inspectChange, close: endInspector } = createChangeInspector();
    stack.push(endInspector);
    const shared = { environment, config, temporal: { address }, records, breakers, counters, log };
    const parts = { ...shared, readFeature, inspectChange, chromium, ffmpeg };
    const worker = await startProcessWorker({
      ...parts,
      place,
      drainMs,
      looksOver: number === 1,
      endsDeployments: false,
    });
    stack.push(() => worker.stop());
    if (parent.hurried.aborted) worker.hurry();
    parent.hurried.addEventListener('abort', worker.hurry);
    parent.send({ kind: 'ready' });
    stack.push(watchLoop(registry, log));
    stack.push(tellMetrics(registry));
    return { ended: worker.stopped, drainMs, stop: () => stack.stop() };
  }),
);

/** Tells the parent the metrics every few seconds, until it is called. */
function tellMetrics(registry: Registry): () => Promise<void> {
  const timer = setInterval(() => {
    registry
      .getMetricsAsJSON()
      .then((snapshot) => {
        parent.send({ kind: 'metrics', snapshot });
      })
      // Without a parent this process is ending.
      .catch(() => undefined);
  }, METRICS_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    return Promise.resolve();
  };
}

/** How a worker writes records, and has events happen to breakers. */
interface Store {
  readonly records: Recorder;
  readonly apply: ApplyToBreaker;
}

function overChannel(log: Logger): Store {
  const { write, recorded } = createIpcRecords(parent.send);
  parent.onRecorded(recorded);
  const { apply, answered } = createIpcBreakers(parent.send);
  parent.onBreaker(answered);
  return { records: createRecorder({ write, log, lingerMs: LINGER_MS }), apply };
}

interface FleetParts {
  readonly config: ChimeraConfig;
  readonly environment: Environment;
  readonly counters: JournalReader;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Changes of breakers are counted here; those of a worker over the channel are counted by its parent. */
async function overDatabase(
  databaseUrl: string,
  { config, environment, counters, log, signal }: FleetParts,
  stack: Stack,
): Promise<Store> {
  const { db, close } = await openSharedDatabase({ databaseUrl }, log, signal);
  stack.push(close);
  const records = databaseRecorder(db, log, profileClock({ config, environment }));
  return { records, apply: createBreakerStore(db, config.breaker, breakerJournal(counters, log)).apply };
}
