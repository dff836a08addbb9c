import { request as overHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { TransientAgentError } from '../../domain/failure.ts';
import { networkWords } from '../../host/network-words.ts';

/** How long an exchange may keep silent, in ms. */
export interface ExchangeLimits {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number;
  /** Without a byte, from then on until the body's end. */
  readonly idleMs: number;
  /** For the whole exchange, where it should be short; a trickle does not extend it. */
  readonly totalMs?: number;
}

/** One HTTP request. */
export interface Exchange extends ExchangeLimits {
  readonly method: 'POST' | 'GET' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** What came back; its body is to be read to the end, left early, or discarded. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Rejects as `exchange` does; leaving the loop closes the connection. */
  readonly body: AsyncIterable<Buffer>;
  /** Closes the connection. */
  discard(): void;
}

/**
 * Makes one HTTP request over a connection of its own, and resolves once the reply's headers are there. Follows no
 * redirect.
 * @throws {TransientAgentError} when the network fails or a limit is reached; the signal's reason when it is aborted.
 */
export function exchange({ method, url, headers, body, signal, ...limits }: Exchange): Promise<Reply> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const secure = url.protocol === 'https:';
  const request = (secure ? overHttps : overHttp)(url, {
    method,
    agent: false,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }) },
  });

  let stopped: { readonly reason: unknown } | undefined;
  const stop = (reason: unknown): void => {
    stopped ??= { reason };
    request.destroy();
  };
  const silent = (what: string, ms: number) => () => {
    stop(new TransientAgentError(`The agent at ${url.host} ${what} within ${ms / 1_000} s.`));
  };
  const onAbort = (): void => {
    stop(signal.reason);
  };
  const connect = setTimeout(silent('took no connection', limits.connectMs), limits.connectMs);
  const total =
    limits.totalMs === undefined
      ? undefined
      : setTimeout(silent('did not end its answer', limits.totalMs), limits.totalMs);
  request.setTimeout(limits.idleMs, silent('sent nothing', limits.idleMs));
  signal.addEventListener('abort', onAbort);

  const failure = (error: unknown): Error =>
    stopped === undefined
      ? new TransientAgentError(`The agent at ${url.host}: ${networkWords(error)}`)
      : asError(stopped.reason);

  request.on('socket', (socket) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(connect);
    });
  });
  request.on('close', () => {
    clearTimeout(connect);
    clearTimeout(total);
    signal.removeEventListener('abort', onAbort);
    // A request that was stopped closes without an error; once there is a reply, this changes nothing.
    reject(failure(new Error('the connection was closed without an answer')));
  });
  request.on('error', (error) => {
    reject(failure(error));
  });
  request.on('response', (response) => {
    response.on('error', () => undefined);
    resolve({
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: bodyOf(response, failure),
      discard: () => {
        response.destroy();
      },
    });
  });
  request.end(body);
  return promise;
}

async function* bodyOf(response: IncomingMessage, failure: (error: unknown) => Error): AsyncIterable<Buffer> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw failure(error);
  }
}

/** A reason is what the aborting side chose; everyone there chooses errors. */
function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
