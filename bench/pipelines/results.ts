import type { HistoryCost } from './history-cost.ts';
import type { QueueDepth } from './queue-depth.ts';
import type { Side } from './side.ts';
import type { SlotLatency } from './slot-latency.ts';
import type { Throughput } from './throughput.ts';

/** All that a bench measured; written as JSON. */
export interface Results {
  /** ISO 8601. */
  readonly at: string;
  readonly cores: number;
  /** Pipelines at work at once, on either side. */
  readonly slots: number;
  readonly throughput: Throughput;
  readonly history: Readonly<Record<Side['name'], HistoryCost>>;
  /** Events in the pool's history, a task. */
  readonly pool_events: number;
  readonly latency: SlotLatency;
  readonly queue: QueueDepth;
}
