import { join } from 'node:path';
import { pino } from 'pino';
import type { ActivityPorts } from '../../src/activities/ports.ts';
import type { AgentRegistry } from '../../src/agents/agent.ts';
import { createLogger, type Logger } from '../../src/observability/logging.ts';
import { createProcessMetrics } from '../../src/observability/metrics/process-metrics.ts';
import { boundedSpans } from '../../src/observability/tracing/bounded-spans.ts';
import type { Queries } from '../../src/persistence/database.ts';
import { databaseRecorder } from '../../src/runtime/records.ts';
import { startHeart } from '../../src/worker/heartbeats/heart.ts';
import { tellingAgents } from '../../src/worker/heartbeats/telling-agents.ts';
import { timedPoolLine } from '../../src/worker/pool/timed-pool-line.ts';

type Observers = Pick<ActivityPorts, 'records' | 'spans' | 'metrics' | 'profileClock'>;

/** All that looks on at a worker's work, and the parts of the worker that tell it. */
export interface WorkerObservers {
  readonly ports: Observers;
  told(parts: Told): Told;
  stop(): Promise<void>;
}

/** The parts whose use is timed or seen. */
export interface Told extends Pick<ActivityPorts, 'pools'> {
  readonly agents: AgentRegistry;
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
  const { work: metrics } = createProcessMetrics();
  const place = { name: 'bench', process: `bench:${process.pid}` };
  const heart = startHeart({ place, agents, intervalMs: 5_000, records, now });
  heart.ready();
  const spans = boundedSpans((span) => {
    records.record({ of: 'span', span });
  });
  return {
    ports: { records, spans, metrics, profileClock: now },
    told: ({ agents: registry, pools }) => ({
      agents: tellingAgents(registry, heart.calls),
      pools: timedPoolLine(pools, metrics),
    }),
    stop: async () => {
      heart.stop('stopped', 'the bench is over');
      await records.stop();
    },
  };
}

/** A worker at which nobody looks. */
export function noObservers(): WorkerObservers {
  const nothing = (): void => undefined;
  return {
    ports: {
      records: { record: nothing },
      spans: { record: nothing },
      metrics: { taskEnded: nothing, callBegan: () => nothing, retried: nothing, exhausted: nothing, breaker: nothing },
    },
    told: (parts) => parts,
    stop: () => Promise.resolve(),
  };
}
