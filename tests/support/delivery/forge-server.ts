import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request that a forge got. */
export interface ForgeRequest {
  readonly method: string;
  /** Its path, still encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  /** As JSON where it is that, else as text. */
  readonly body: unknown;
}

/** What it is answered; JSON, unless it is a text. */
export interface ForgeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A forge's API that a test plays, by the documents of that API. */
export interface ForgeServer {
  readonly url: string;
  readonly requests: ForgeRequest[];
  close(): Promise<void>;
}

/** Starts one; a request without an answer gets 404, as all forges do it. */
export async function startForgeServer(
  answer: (request: ForgeRequest) => ForgeAnswer | undefined,
): Promise<ForgeServer> {
  const requests: ForgeRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', 'http://forge');
      const text = (await buffer(incoming)).toString();
      const request: ForgeRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: incoming.headers,
        body: incoming.headers['content-type'] === 'application/json' ? (JSON.parse(text) as unknown) : text,
      };
      requests.push(request);
      const {
        status = 200,
        headers = {},
        body = {},
      } = answer(request) ?? { status: 404, body: { message: 'Not Found' } };
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
      outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close').catch(() => undefined);
    },
  };
}
