import { hostname } from 'node:os';
import type { PressureReport } from '../domain/pool/pressure.ts';
import type { Logger } from '../observability/logging.ts';
import { startPressureReports } from './pressure/reports.ts';
import { createSampler } from './pressure/sampler.ts';
import { followPoolSize } from './slots/follow-pool.ts';
import type { WorkerSlots } from './slots/worker-slots.ts';

const SIZE_INTERVAL_MS = 2_000;
const SAMPLE_INTERVAL_MS = 5_000;

/** What binds a worker to its pool. */
export interface AttendOptions {
  /** The size of the pool now; undefined when nobody knows it. */
  readonly readSize: () => Promise<number | undefined>;
  readonly slots: WorkerSlots;
  /** The most agent calls at once on this worker, whatever the pool's size. */
  readonly cap: number;
  /** False where other programs share the host, whose load says nothing of this worker. */
  readonly tellsPressure: boolean;
  readonly reportPressure: (report: PressureReport) => Promise<void>;
  /** What this process alone may use, instead of what its control groups or the host have; in MiB. */
  readonly memoryLimitMb?: number | undefined;
  readonly log: Logger;
}

/** Follows the size of the pool and tells the pool of pressure, until the returned function is called. */
export function attendPool(options: AttendOptions): () => void {
  const { readSize, slots, cap, tellsPressure, reportPressure, memoryLimitMb, log } = options;
  const endFollowing = followPoolSize({ readSize, slots, cap, everyMs: SIZE_INTERVAL_MS, log });
  if (!tellsPressure) return endFollowing;
  const endReports = startPressureReports({
    sample: createSampler({ memoryLimitMb, now: () => performance.now() }),
    report: reportPressure,
    // As Temporal names the worker.
    workerId: `${process.pid}@${hostname()}`,
    now: Date.now,
    everyMs: SAMPLE_INTERVAL_MS,
    log,
  });
  return () => {
    endFollowing();
    endReports();
  };
}
