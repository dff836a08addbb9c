import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type Gate, gateRefusal } from '../domain/door/gate.ts';
import type { DoorRefusal } from '../domain/door/refusal.ts';
import { Caps } from './caps.ts';
import type { DoorLimits } from './limits.ts';
import { refuse, refuseConnection } from './refuse.ts';

/** What a server that stands behind a door is made with. */
export interface DoorOptions {
  readonly gate: Gate;
  readonly limits: DoorLimits;
  /** Told of each request that is not let in. */
  readonly onRefused?: ((refusal: DoorRefusal, request: IncomingMessage) => void) | undefined;
}

/** How often it is looked for connections whose time is over, in ms. */
const CHECK_INTERVAL_MS = 1_000;

/** How long a refused connection may take to go away by itself, in ms: closed at once, its answer might be lost. */
const LINGER_MS = 1_000;

/** Room beyond the cap, for those who are being told that there is none. */
const ANTEROOM = 200;

const RETRY_AFTER_SECONDS = 5;

/**
 * A server whose every request is judged by the gate before the handler hears of it, and before anything of its body is
 * read or asked for. Requests and connections that take too long, or are too many, are answered with a problem document.
 * What is left: an upgrade is a request like any other, and CONNECT has its connection closed.
 */
export function createDoor({ gate, limits, onRefused }: DoorOptions, handler: RequestListener): Server {
  const surplus = new WeakSet<object>();
  const answers = new WeakMap<object, ServerResponse>();

  function admits(request: IncomingMessage, response: ServerResponse): boolean {
    if (surplus.has(request.socket)) return false;
    answers.set(request.socket, response);
    const { method = '', url: target = '', rawHeaders: headers } = request;
    const refusal = gateRefusal({ method, target, headers, arrivedAt: request.socket.localAddress }, gate);
    if (refusal === undefined) return true;
    onRefused?.(refusal, request);
    refuse(request, response, refusal);
    return false;
  }

  const server = createServer(
    {
      requestTimeout: limits.requestMs,
      headersTimeout: limits.headersMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      // The gate says it in words.
      requireHostHeader: false,
    },
    (request, response) => {
      if (admits(request, response)) handler(request, response);
    },
  );
  server.maxConnections = limits.connections.inAll + ANTEROOM;
  server.on('checkContinue', (request, response) => {
    if (!admits(request, response)) return;
    response.writeContinue();
    handler(request, response);
  });
  server.on('checkExpectation', (request, response) => {
    if (admits(request, response)) refuse(request, response, UNKNOWN_EXPECTATION);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // In the middle of an answer there is no room for another one.
    const begun = answers.get(socket)?.headersSent === true && answers.get(socket)?.writableFinished === false;
    if (!socket.writable || begun || surplus.has(socket)) socket.destroy();
    else refuseConnection(socket, unreadable(error.code), () => socket.destroy());
  });
  const caps = new Caps(limits.connections);
  server.on('connection', (socket) => {
    const entry = caps.enter(socket.remoteAddress ?? 'unknown');
    if (entry.ok) {
      socket.once('close', entry.leave);
      return;
    }
    surplus.add(socket);
    refuseConnection(socket, tooMany(limits, entry.full), () => undefined);
    const impatience = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => {
      clearTimeout(impatience);
    });
  });
  return server;
}

const UNKNOWN_EXPECTATION: DoorRefusal = {
  status: 417,
  kind: 'bad-request',
  detail: 'The only expectation that is met is "Expect: 100-continue".',
};

function unreadable(code: string | undefined): DoorRefusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return {
      status: 408,
      kind: 'request-timeout',
      detail: 'The request did not arrive in time; send it again, faster.',
    };
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return {
      status: 431,
      kind: 'headers-too-large',
      detail: 'The URL and the headers must be at most 16 KiB together.',
    };
  }
  return { status: 400, kind: 'bad-request', detail: 'What was sent is no HTTP request.' };
}

function tooMany({ connections }: DoorLimits, full: 'inAll' | 'perClient') {
  const most = connections[full];
  const whose = full === 'inAll' ? 'open already, over all clients' : 'open from this address already';
  return {
    status: 503,
    kind: 'too-many-connections',
    detail: `${most} connections are ${whose}, and more are not taken; close some, or try again later.`,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  } as const;
}
