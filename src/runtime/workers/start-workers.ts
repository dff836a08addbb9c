import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lazyTemporalClient } from '../../temporal/connection.ts';
import type { ChimeraConfig } from '../../config/chimera-config.ts';
import type { Environment } from '../../config/env.ts';
import type { Logger } from '../../observability/logging.ts';
import type { MetricsSnapshot, WorkerSnapshots } from '../../observability/metrics/worker-snapshots.ts';
import type { AskedStore } from './questions-over-ipc.ts';
import type { RecordSink } from '../../persistence/recorder/recorder.ts';
import { endDeployments } from '../../worker/end-deployments.ts';
import { poolSizeReader } from '../../temporal/pools/pool-size.ts';
import { reportWorker, reportedProcess } from '../heartbeats/worker-reports.ts';
import { fleetPlace, type WorkerPlace } from '../heartbeats/worker-place.ts';
import { onStack } from '../stack.ts';
import type { Temporal } from '../temporal.ts';
import { startFleet } from './fleet.ts';
import { fleetSize } from './fleet-size.ts';
import { followPools } from './follow-pools.ts';
import { relayLine } from './relay-line.ts';
import { SURPLUS_DRAIN_SECONDS, workerEnvironment } from './worker-environment.ts';
import { startWorkerProcess } from './worker-process.ts';

/** What the worker processes of a system are started with. */
export interface WorkersSetup {
  readonly environment: Environment;
  readonly config: ChimeraConfig;
  readonly temporal: Pick<Temporal, 'address'>;
  /** Writes the records of workers that have no database of their own. */
  readonly records: RecordSink;
  /** Answers what the same workers ask. */
  readonly store: AskedStore;
  /** Keeps what the workers tell of their metrics. */
  readonly snapshots: WorkerSnapshots;
  readonly chromium: string;
  /** The most worker processes there may be. */
  readonly most: number;
  /** The most tasks at work at once, where the configuration is not to say it. */
  readonly maxConcurrent?: number | undefined;
  readonly logs: (component: string) => Logger;
}

/** Worker processes at work. */
export interface RunningWorkers {
  /** How many run now, and how many agent calls each has room for. */
  readonly count: number;
  readonly slots: number;
  /** Ends them, and the staging processes of this host after them. */
  stop(): Promise<void>;
}

/** What a worker process that drains may take beyond the time that its work is given, in ms. */
const DRAIN_SLACK_MS = 25_000;

/** What a worker process may take to hand back its work and end, in ms. */
const STOP_LIMIT_MS = 12_000;

const SIZE_INTERVAL_MS = 2_000;

const ENTRY = fileURLToPath(new URL(`../serve-fleet-worker${extname(import.meta.url)}`, import.meta.url));

/** Starts worker processes, as many as the pools' size needs, and keeps their number in step with it. */
export async function startWorkers(setup: WorkersSetup): Promise<RunningWorkers> {
  const { environment, config, temporal, records, store, snapshots, chromium, most, maxConcurrent, logs } = setup;
  const { perWorker, workers, first } = fleetSize(config, most);
  const env = workerEnvironment({ environment, temporalAddress: temporal.address, chromium, slots: perWorker });
  const args = maxConcurrent === undefined ? [] : ['--max-concurrent', String(maxConcurrent)];
  return onStack(async (stack) => {
    stack.push(() => endDeployments(environment.dataDirectory));
    const log = logs('fleet');
    const telling = { records, intervalMs: config.heartbeat.interval_ms };
    const places = new Map<number, WorkerPlace>();
    const fleet = startFleet({
      start: (number) => {
        const own = logs(`worker-${number}`);
        const onLine = (line: string): void => {
          relayLine(own, line);
        };
        const onMetrics = (snapshot: MetricsSnapshot): void => {
          snapshots.take(number, snapshot);
        };
        const startedAt = Date.now();
        const ownArgs = [...args, '--number', String(number), '--started', String(startedAt)];
        const worker = startWorkerProcess({ entry: ENTRY, args: ownArgs, env, onLine, records, store, onMetrics });
        const place = fleetPlace(number, worker.pid, startedAt);
        places.set(number, place);
        void worker.ended.then(() => {
          snapshots.forget(number);
        });
        return reportedProcess(worker, place, telling);
      },
      left: (number) => {
        const place = places.get(number);
        if (place !== undefined) reportWorker(place, telling, 'stopped', 'the fleet became smaller');
      },
      size: first,
      drainLimitMs: SURPLUS_DRAIN_SECONDS * 1_000 + DRAIN_SLACK_MS,
      stopLimitMs: STOP_LIMIT_MS,
      log,
    });
    stack.push(() => fleet.stop());
    await fleet.ready;

    const { client, close } = lazyTemporalClient({
      address: temporal.address,
      namespace: environment.temporalNamespace,
    });
    stack.push(close);
    const endFollowing = followPools({
      // The workers see to it that the pools run.
      readSize: poolSizeReader(client.workflow, Object.keys(config.pools), () => Promise.resolve()),
      first,
      workers,
      fleet,
      everyMs: SIZE_INTERVAL_MS,
      now: () => performance.now(),
      log,
    });
    stack.push(() => {
      endFollowing();
      return Promise.resolve();
    });
    return { count: first, slots: perWorker, stop: () => stack.stop() };
  });
}
