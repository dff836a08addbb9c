import type { Registry } from 'prom-client';
import type { Environment } from '../config/env.ts';
import type { Logger } from '../observability/logging.ts';
import { expositionOf } from '../observability/metrics/exposition.ts';
import { serveMetrics } from '../observability/metrics/metrics-server.ts';
import type { Stack } from './stack.ts';

/** What a worker process offers its metrics with. */
export interface MetricsOffer {
  readonly environment: Pick<Environment, 'host' | 'allowedHosts' | 'metricsPort'>;
  readonly registry: Registry;
  /** Where Temporal's SDK serves its own, `host:port`. */
  readonly sdkMetricsAddress: string;
  readonly log: Logger;
  readonly stack: Stack;
}

/** Shows a worker's metrics on a port of its own; one that is taken is said, and the work goes on without. */
export async function offerMetrics({
  environment,
  registry,
  sdkMetricsAddress,
  log,
  stack,
}: MetricsOffer): Promise<void> {
  const { host, allowedHosts: hosts, metricsPort: port } = environment;
  const sdk = new URL(`http://${sdkMetricsAddress}/metrics`);
  try {
    const { url, close } = await serveMetrics({ host, port, hosts, exposition: expositionOf(registry, sdk), log });
    stack.push(close);
    log.info({ url }, 'Metrics are shown');
  } catch (error) {
    const message = 'No metrics are shown: the port cannot be used; METRICS_PORT chooses another';
    log.warn({ host, port, reason: String(error) }, message);
  }
}
