import { AggregatorRegistry, type Registry } from 'prom-client';

/** A registry's metrics as plain JSON. */
export type MetricsSnapshot = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** The latest metrics of worker processes, as the process that started them keeps them. */
export interface WorkerSnapshots {
  take(worker: number, snapshot: MetricsSnapshot): void;
  /** A worker has ended: what it counted begins anew with the next one of its number. */
  forget(worker: number): void;
  /** The metrics of this process and of all workers in Prometheus's format; those of a worker say which by a label. */
  text(own: Registry): Promise<string>;
}

/** Keeps what workers tell of their metrics. */
export function createWorkerSnapshots(): WorkerSnapshots {
  const snapshots = new Map<number, MetricsSnapshot>();
  return {
    take: (worker, snapshot) => {
      snapshots.set(worker, labelled(snapshot, worker));
    },
    forget: (worker) => {
      snapshots.delete(worker);
    },
    text: async (own) => {
      if (snapshots.size === 0) return own.metrics();
      const all = AggregatorRegistry.aggregate([await own.getMetricsAsJSON(), ...snapshots.values()]);
      return all.metrics();
    },
  };
}

/** A sum over workers would fall when one ends, which Prometheus takes for a counter that began anew. */
function labelled(snapshot: MetricsSnapshot, worker: number): MetricsSnapshot {
  return snapshot.map((metric) => ({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker: String(worker) } })),
  }));
}
