import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KnownHost } from '../../domain/door/host.ts';
import { createDoor } from '../../door/door.ts';
import { METRICS_LIMITS } from '../../door/limits.ts';
import { type RefusalLog, saysRefusals } from '../../door/refusal-log.ts';
import type { Exposition } from './exposition.ts';

/** Where metrics are served. */
export interface MetricsServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The hosts that are answered besides this computer's own names. */
  readonly hosts?: readonly KnownHost[];
  readonly exposition: Exposition;
  readonly log?: RefusalLog;
}

/** A port that answers Prometheus. */
export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

const PROTECTION = { 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'same-origin' };

/**
 * Serves `GET /metrics`, and nothing else, to programs and to who asks for it by hand; never to a web page.
 * @throws {Error} when the port is taken.
 */
export async function serveMetrics(options: MetricsServerOptions): Promise<MetricsServer> {
  const { host, port, hosts = [], log } = options;
  const gate = { hosts, isPage: () => false };
  const door = { gate, limits: METRICS_LIMITS, onRefused: log === undefined ? undefined : saysRefusals(log) };
  const server = createDoor(door, answering(options.exposition));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function answering(exposition: Exposition): RequestListener {
  return ({ method = '', url = '' }, response) => {
    const answer = (status: number, body: string, headers = {}): void => {
      response.writeHead(status, { 'Content-Type': 'text/plain', ...PROTECTION, ...headers });
      response.end(method === 'HEAD' ? undefined : body);
    };
    if (url.split('?', 1)[0] !== '/metrics') {
      answer(404, 'Metrics are at /metrics.\n');
    } else if (!['GET', 'HEAD'].includes(method)) {
      answer(405, 'Metrics can only be read.\n', { Allow: 'GET, HEAD' });
    } else {
      exposition.text().then(
        (text) => {
          answer(200, text, { 'Content-Type': exposition.contentType });
        },
        (error: unknown) => {
          answer(500, `${String(error)}\n`);
        },
      );
    }
  };
}
