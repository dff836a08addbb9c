import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as a server in a test saw it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server on a free port of this host. */
export interface AgentServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** All requests so far. */
  readonly asked: readonly Asked[];
}

/** Answers one request; `count` is its number from 1. */
export type Answering = (asked: Asked, response: ServerResponse, count: number) => unknown;

/** Starts an HTTP server that ends with the test. */
export async function serveAgent(answering: Answering): Promise<AgentServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
      asked.push(one);
      answering(one, response, asked.length);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Answers with a JSON document. */
export function json(response: ServerResponse, status: number, document: object, headers: object = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(document));
}

/** Begins a stream of lines; `more` leaves it open. */
export function lines(response: ServerResponse, documents: readonly object[], more = false): void {
  if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'application/x-ndjson; charset=utf-8' });
  response.write(documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  if (!more) response.end();
}
