import { collectDefaultMetrics, Registry } from 'prom-client';
import { createWorkMetrics, type WorkMetrics } from './work-metrics.ts';

/** What one process exports. */
export interface ProcessMetrics {
  readonly registry: Registry;
  readonly work: WorkMetrics;
}

/** The metrics of a process: its work, and Node's own of memory, CPU, event loop and garbage collection. */
export function createProcessMetrics(): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return { registry, work: createWorkMetrics(registry) };
}
