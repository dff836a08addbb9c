import { parseArgs } from 'node:util';
import type { Registry } from 'prom-client';
import { withMostConcurrent } from '../config/chimera-config.ts';
import type { Logger } from '../observability/logging.ts';
import { createRecorder } from '../persistence/recorder/recorder.ts';
import { findTool } from '../toolchain/index.ts';
import { fleetPlace } from './heartbeats/worker-place.ts';
import { assembleParts, assembleWorkerParts, databaseStore, type Store } from './parts.ts';
import { runService } from './run-service.ts';
import { fleetEnvironment } from './service-environment.ts';
import { openSharedDatabase } from './shared-database.ts';
import { onStack } from './stack.ts';
import { watchLoop } from './watch-loop.ts';
import { startProcessWorker } from './worker.ts';
import { createIpcStore } from './workers/questions-over-ipc.ts';
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
    const database = databaseUrl === undefined ? undefined : await openSharedDatabase({ databaseUrl }, log, signal);
    if (database !== undefined) stack.push(database.close);
    const store =
      database === undefined ? () => overChannel(log) : databaseStore(database.db, { environment, config, log });
    const parts = assembleParts(stack, store);
    const { registry } = parts.metrics;
    const worker = await startProcessWorker({
      ...assembleWorkerParts(stack, parts, { config, log }),
      ...{ environment, config, temporal: { address }, chromium, ffmpeg, place, drainMs, log },
      ...{ looksOver: number === 1, endsDeployments: false },
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

/** The store of a worker without a database. Its changes of breakers are counted by its parent, which makes them. */
function overChannel(log: Logger): Store {
  const { write, recorded } = createIpcRecords(parent.send);
  parent.onRecorded(recorded);
  const { answered, ...asked } = createIpcStore(parent.send);
  parent.onAnswer(answered);
  return { records: createRecorder({ write, log, lingerMs: LINGER_MS }), ...asked };
}
