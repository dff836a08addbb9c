import { TerminalAgentError } from '../../domain/failure.ts';
import { exchange, type Exchange, type ExchangeLimits, type Reply } from './exchange.ts';
import { placeOf, sameOrigin } from './origin.ts';

/** The way to one agent for one call. */
export interface Wire {
  readonly url: URL;
  readonly signal: AbortSignal;
  readonly idleMs: number;
  /**
   * Makes a request with the agent's headers and follows redirects within its origin.
   * @throws {TransientAgentError | TerminalAgentError} as `exchange` does, and for a redirect that is not followed.
   */
  send(method: Exchange['method'], url: URL, how?: SendOptions): Promise<Reply>;
}

/** What differs from request to request. */
export type SendOptions = Partial<Pick<Exchange, 'body' | 'headers' | 'totalMs' | 'signal'>>;

/** What a wire is made of. */
export interface WireOptions extends Pick<ExchangeLimits, 'connectMs' | 'idleMs'> {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Told one line an exchange, without secrets. */
  readonly log: (line: string) => void;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/** Opens the way to an agent; nothing is sent yet. */
export function openWire({ url, headers, signal, log, connectMs, idleMs }: WireOptions): Wire {
  const send: Wire['send'] = async (method, first, { headers: own = {}, ...how } = {}) => {
    let request: Exchange = {
      signal,
      connectMs,
      idleMs,
      ...how,
      method,
      url: first,
      headers: { ...headers, 'User-Agent': 'chimera', Accept: 'application/json, application/x-ndjson', ...own },
    };
    for (let redirects = 0; ; redirects += 1) {
      const reply = await exchange(request);
      log(`${request.method} ${placeOf(request.url)}: ${reply.status}`);
      const { location } = reply.headers;
      if (!REDIRECTS.includes(reply.status) || location === undefined) return reply;
      reply.discard();
      if (redirects === MAX_REDIRECTS) {
        throw new TerminalAgentError(`The agent at ${url.host} redirects more than ${MAX_REDIRECTS} times.`);
      }
      request = redirected(request, reply.status, sameOrigin(location, request.url, 'a redirect'));
    }
  };
  return { url, signal, idleMs, send };
}

/** The request that a redirect asks for: the same one elsewhere (307, 308), or a look at what it made (303). */
function redirected({ body, ...request }: Exchange, status: number, url: URL): Exchange {
  if (status === 303) return { ...request, method: 'GET', url };
  if (status < 303 && request.method === 'POST') {
    throw new TerminalAgentError(`The agent redirects a POST by ${status}: only 303, 307 and 308 say what to do then.`);
  }
  return { ...request, url, ...(body === undefined ? {} : { body }) };
}
