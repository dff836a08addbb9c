import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as the stub got it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

type Answer = (response: ServerResponse, request: SeenRequest) => void;

/** An HTTP server that stands in for the API: "METHOD /path" (without the query) to an answer. */
export interface StubApi {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  readonly routes: Record<string, Answer>;
  close(): Promise<void>;
}

/** An answer in JSON. */
export function jsonAnswer(status: number, body: unknown): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** A stream of server-sent events that ends when they are all sent. */
export function eventsAnswer(...events: readonly (readonly [event: string, data: unknown])[]): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const [event, data] of events) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    response.end();
  };
}

/** Starts a stub of the API on a free port. */
export async function startStubApi(routes: Record<string, Answer> = {}): Promise<StubApi> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = request.url ?? '/';
      const entry: SeenRequest = {
        method: request.method ?? '',
        path,
        headers: request.headers,
        body: body === '' ? undefined : JSON.parse(body),
      };
      seen.push(entry);
      const route = routes[`${entry.method} ${path.split('?')[0] ?? ''}`] ?? jsonAnswer(404, { unknown: path });
      route(response, entry);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stub has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    routes,
    close: () =>
      new Promise((closed) => {
        server.close(() => {
          closed();
        });
        server.closeAllConnections();
      }),
  };
}
