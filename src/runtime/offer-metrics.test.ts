import { type AddressInfo, createServer } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { sendLines } from '../../tests/support/raw-http.ts';
import { createLogger } from '../observability/logging.ts';
import { offerMetrics } from './offer-metrics.ts';
import { onStack } from './stack.ts';

function logging() {
  const lines: string[] = [];
  const log = createLogger({
    level: 'info',
    component: 'worker',
    destination: { write: (line) => void lines.push(line) },
  });
  return { log, lines };
}

const registry = new Registry();
new Counter({ name: 'work_total', help: 'Work.', registers: [registry] }).inc();

it('shows a worker’s metrics until it stops', async () => {
  const { log, lines } = logging();
  const stack = await onStack(async (own) => {
    const environment = { host: '127.0.0.1', allowedHosts: [{ name: 'worker' }], metricsPort: 0 };
    await offerMetrics({ environment, registry, sdkMetricsAddress: '127.0.0.1:1', log, stack: own });
    return own;
  });
  const { context } = JSON.parse(lines[0] ?? '') as { context: { url: string } };
  expect(await (await fetch(context.url)).text()).toContain('work_total 1');
  expect(await sendLines(context.url, ['GET /metrics HTTP/1.1', 'Host: worker:9090'])).toContain('work_total 1');
  expect(await sendLines(context.url, ['GET /metrics HTTP/1.1', 'Host: evil.example'])).toMatch(/^HTTP\/1.1 403 /);
  expect(lines.join('')).toContain('a request was refused');
  await stack.stop();
  await expect(fetch(context.url)).rejects.toThrow();
});

it('goes on without where another program has the port, and says which setting helps', async () => {
  const { log, lines } = logging();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const environment = { host: '127.0.0.1', allowedHosts: [], metricsPort: (other.address() as AddressInfo).port };
  await onStack(async (stack) => {
    await offerMetrics({ environment, registry, sdkMetricsAddress: '127.0.0.1:1', log, stack });
    return stack;
  });
  expect(lines.join('')).toContain('METRICS_PORT chooses another');
  await new Promise((resolve) => other.close(resolve));
});
