import { Registry } from 'prom-client';
import { createPoolGauges } from '../../observability/metrics/pool-gauges.ts';
import type { PoolReader } from '../pool/pool-reader.ts';

/** Prometheus’s text format. */
export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Puts together what Prometheus reads: the process's registry, with the pools' gauges brought up to date. */
export class PrometheusService {
  readonly #registry: Registry;
  readonly #readers: Pick<PoolReader, 'glance'>;
  readonly #pools: readonly string[];
  readonly #show: ReturnType<typeof createPoolGauges>;

  constructor(registry: Registry, readers: Pick<PoolReader, 'glance'>, pools: readonly string[]) {
    this.#registry = registry;
    this.#readers = readers;
    this.#pools = pools;
    this.#show = createPoolGauges(registry);
  }

  /** The metrics now; a pool that is silent shows what was last known of it. */
  async text(): Promise<string> {
    const readings = await Promise.all(this.#pools.map((pool) => this.#readers.glance(pool)));
    for (const reading of readings) {
      if (reading === undefined) continue;
      const { metrics, view } = reading.answer;
      this.#show({ ...metrics, dead_letters: view.dead_letters });
    }
    return this.#registry.metrics();
  }
}
