import { join } from 'node:path';
import { pino } from 'pino';
import type { ActivityPorts } from '../../src/activities/ports.ts';
import { createLogger, type Logger } from '../../src/observability/logging.ts';
import { createProcessMetrics } from '../../src/journal/counters.ts';
import { createJournal, type Journal } from '../../src/journal/event.ts';
import { workerJournal } from '../../src/journal/worker-journal.ts';
import type { Queries } from '../../src/persistence/database.ts';
import { databaseRecorder } from '../../src/runtime/records.ts';
import { startHeartbeatSender } from '../../src/worker/heartbeats/heartbeat-sender.ts';
import { timedPoolClient } from '../../src/worker/pool/timed-pool-client.ts';

/** All that looks on at a worker's work. */
export interface WorkerObservers {
  readonly journal: Journal;
  readonly isProfiling: boolean;
  /** The way to the pools, timed where somebody looks on. */
  timed(pools: ActivityPorts['pools']): ActivityPorts['pools'];
  stop(): Promise<void>;
}

/** A log as a worker in production has it, in a file; a silent one when nothing looks on. */
export function workerLog(dataDirectory: string, observed: boolean): Logger {
  if (!observed) return createLogger({ level: 'silent', component: 'worker' });
  const stream = pino.destination({ dest: join(dataDirectory, 'chimera-worker.log'), sync: true });
  const destination = { write: (line: string) => void stream.write(line) };
  return createLogger({ level: 'info', component: 'worker', destination });
}

/** What a worker in production has: records, spans, profiles, metrics, heartbeats. */
export function allObservers(db: Queries, log: Logger, agents: readonly string[]): WorkerObservers {
  const now = () => performance.now();
  const records = databaseRecorder(db, log, now);
  const { counters } = createProcessMetrics();
  const place = { name: 'bench', process: `bench:${process.pid}` };
  const sender = startHeartbeatSender({ place, agents, intervalMs: 5_000, records, now });
  sender.ready();
  const journal = workerJournal({ records, log, counters, heartbeats: sender.reader, profileClock: now });
  return {
    journal,
    isProfiling: true,
    timed: (pools) => timedPoolClient(pools, journal),
    stop: async () => {
      sender.stop('stopped', 'the bench is over');
      await records.stop();
    },
  };
}

/** A worker at which nobody looks. */
export function noObservers(): WorkerObservers {
  return {
    journal: createJournal([]),
    isProfiling: false,
    timed: (pools) => pools,
    stop: () => Promise.resolve(),
  };
}
