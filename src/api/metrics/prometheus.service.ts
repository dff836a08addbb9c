import { Registry } from 'prom-client';
import { createPoolGauges } from '../../observability/metrics/pool-gauges.ts';
import type { WorkerSnapshots } from '../../observability/metrics/worker-snapshots.ts';
import type { PoolReader } from '../pool/pool-reader.ts';

/** Prometheus’s text format. */
export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** This process's registry, and what the workers that it started tell of theirs. */
export interface PrometheusParts {
  readonly registry: Registry;
  readonly workerMetrics?: WorkerSnapshots | undefined;
}

/** Puts together what Prometheus reads: the process's registry, with the pools' gauges brought up to date. */
export class PrometheusService {
  readonly #parts: PrometheusParts;
  readonly #readers: Pick<PoolReader, 'glance'>;
  readonly #pools: readonly string[];
  readonly #show: ReturnType<typeof createPoolGauges>;

  constructor(parts: PrometheusParts, readers: Pick<PoolReader, 'glance'>, pools: readonly string[]) {
    this.#parts = parts;
    this.#readers = readers;
    this.#pools = pools;
    this.#show = createPoolGauges(parts.registry);
  }

  /** The metrics now; a pool that is silent shows what was last known of it. */
  async text(): Promise<string> {
    const readings = await Promise.all(this.#pools.map((pool) => this.#readers.glance(pool)));
    for (const reading of readings) {
      if (reading === undefined) continue;
      const { metrics, view } = reading.answer;
      this.#show({ ...metrics, dead_letters: view.dead_letters });
    }
    const { registry, workerMetrics } = this.#parts;
    return workerMetrics?.text(registry) ?? registry.metrics();
  }
}
