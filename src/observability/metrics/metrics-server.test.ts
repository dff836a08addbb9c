import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Counter, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { sendLines } from '../../../tests/support/raw-http.ts';
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

  it('can be read, by nobody’s page and under no other’s name', async () => {
    const server = await onFreePort(expositionOf(counted()));
    const headers = { 'Content-Type': 'application/json' };
    const write = await fetch(server.url, { method: 'POST', headers });
    expect([write.status, write.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await fetch(server.url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('x-content-type-options')).toBe('nosniff');
    for (const line of ['Sec-Fetch-Site: cross-site', 'Origin: http://evil.example', 'Origin: null']) {
      const page = await sendLines(server.url, ['GET /metrics HTTP/1.1', 'Host: 127.0.0.1', line]);
      expect(page).toMatch(/^HTTP\/1.1 403 /);
      expect(page).not.toContain('work_total');
    }
    const rebound = await sendLines(server.url, ['GET /metrics HTTP/1.1', 'Host: evil.example']);
    expect(rebound).toMatch(/^HTTP\/1.1 403 /);
    await server.close();
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
