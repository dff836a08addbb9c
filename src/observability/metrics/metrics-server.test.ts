import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { expositionOf } from './exposition.ts';
import { serveMetrics } from './metrics-server.ts';

function counted(): Registry {
  const registry = new Registry();
  new Counter({ name: 'work_total', help: 'Work.', registers: [registry] }).inc(2);
  return registry;
}

const onFreePort = (exposition: Parameters<typeof serveMetrics>[0]['exposition']) =>
  serveMetrics({ host: '127.0.0.1', port: 0, exposition });

describe('a port with metrics', () => {
  it('answers Prometheus, and tells others where to look', async () => {
    const server = await onFreePort(expositionOf(counted()));
    const metrics = await fetch(server.url);
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(await metrics.text()).toContain('work_total 2');
    const elsewhere = await fetch(new URL('/', server.url));
    expect([elsewhere.status, await elsewhere.text()]).toEqual([404, 'Metrics are at /metrics.\n']);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('adds what is served elsewhere, and goes without when nothing comes', async () => {
    const other = createServer((_, response) => response.end('temporal_requests 7\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const url = new URL(`http://127.0.0.1:${(other.address() as AddressInfo).port}/metrics`);
    const exposition = expositionOf(counted(), url);
    expect(await exposition.text()).toMatch(/work_total 2\n[^]*temporal_requests 7\n/);
    await new Promise((resolve) => other.close(resolve));
    expect(await exposition.text()).not.toContain('temporal_requests');
  });

  it('says what went wrong when they cannot be read', async () => {
    const failing = { contentType: 'text/plain', text: () => Promise.reject(new Error('no figures')) };
    const server = await onFreePort(failing);
    const answer = await fetch(server.url);
    expect([answer.status, await answer.text()]).toEqual([500, 'Error: no figures\n']);
    await server.close();
  });
});
