import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as overHttp,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { request as overHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createParser } from 'eventsource-parser';
import { networkWords } from '../../host/network-words.ts';
import { parsedJson } from '../http/parsed-json.ts';
import { retryAfterMs } from '../../domain/retry-after.ts';
import type { ModelRefusal } from './model-failure.ts';
import { type AnswerFacts, factsOf } from './usage.ts';

/** How a request ended: in an answer, in a refusal, or because the agent went away, with what was known by then. */
type RequestEnd =
  | ({ readonly kind: 'answered' } & AnswerFacts)
  | ({ readonly kind: 'left' } & AnswerFacts)
  | ({ readonly kind: 'refused' } & ModelRefusal & AnswerFacts);

/**
 * An answer of the model, as it passed by. `aside`: it was asked for without any tools, for a title or a choice of model,
 * say, and not for the work itself. `uncounted`: tokens were only to be counted, and none used.
 */
export type PassedAnswer = RequestEnd & { readonly aside: boolean; readonly uncounted: boolean };

/** One agent's way to its models. */
export interface GatewayRoute {
  /** Where the provider takes requests, as its client libraries are told: `https://api.openai.com/v1`. */
  readonly upstream: URL;
  /** The account's key, which the agent never sees. */
  readonly key: string;
  /** Something came from the model, or went there. */
  readonly heard: () => void;
  /** An answer has ended, well or not. */
  readonly passed: (answer: PassedAnswer) => void;
  /** Whether the model may be asked now: resolves with why not, which the agent is told, or with undefined. */
  readonly refusal: () => Promise<string | undefined>;
}

/** A route while its call lasts. */
export interface OpenRoute {
  /** What the agent is told instead of the provider's address. */
  readonly baseUrl: string;
  /** What the agent is told instead of the key: good for this call only. */
  readonly token: string;
  close(): void;
}

/** Stands between the agents of a worker and their models: holds the keys, and sees what is asked and answered. */
export interface Gateway {
  open(route: GatewayRoute): Promise<OpenRoute>;
  close(): Promise<void>;
}

/** Bytes of an answer or an event that are read; a longer one passes by unread. */
const MAX_READ_BYTES = 8 * 1024 * 1024;

/** Characters of a refusal that are kept. */
const LONGEST_WORDS = 1_000;

/** Headers of the one connection, which are not passed on; and those by which an agent would be known. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
]);

const KEY_HEADERS = ['x-api-key', 'x-goog-api-key', 'api-key'] as const;

/** A gateway on loopback for the agents of this process; it listens from the first call on. */
export function createGateway(): Gateway {
  const routes = new Map<string, GatewayRoute>();
  let listening: Promise<Server> | undefined;
  return {
    open: async (route) => {
      const server = await (listening ??= listen(routes));
      const token = `chimera-${randomBytes(32).toString('base64url')}`;
      routes.set(token, route);
      const { port } = server.address() as AddressInfo;
      const path = route.upstream.pathname.replace(/\/$/, '');
      return { baseUrl: `http://127.0.0.1:${port}${path}`, token, close: () => routes.delete(token) };
    },
    close: async () => {
      const server = await listening;
      if (server === undefined) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(routes: ReadonlyMap<string, GatewayRoute>): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const token = tokenOf(incoming);
    const route = token === undefined ? undefined : routes.get(token);
    if (token === undefined || route === undefined) {
      refuse(outgoing, 401, 'no call has this key');
      return;
    }
    forward(incoming, outgoing, { route, token }).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

interface Forwarding {
  readonly route: GatewayRoute;
  readonly token: string;
}

async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { route, token }: Forwarding,
): Promise<void> {
  const url = upstreamUrl(route.upstream, incoming.url ?? '/');
  if (url === undefined) {
    refuse(outgoing, 404, 'not below the base URL');
    return;
  }
  const asks = incoming.method === 'POST';
  const refusal = asks ? await route.refusal() : undefined;
  if (refusal !== undefined) {
    refuse(outgoing, 402, refusal);
    return;
  }
  if (outgoing.destroyed) return;
  if (url.searchParams.has('key')) url.searchParams.set('key', route.key);
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  const request = send(url, { method: incoming.method, headers: headersFor(incoming.headers, token, route.key) });
  const asked = readQuestion(incoming);
  let told = false;
  let answer: AnswerReader | undefined;
  const tell = (end: RequestEnd): void => {
    if (told || !asks) return;
    told = true;
    route.passed({ ...end, aside: !asked.offersTools(), uncounted: isUncounted(url) });
  };
  const brokenOff = (): AnswerFacts => answer?.soFar(asked.bytes()) ?? {};
  route.heard();
  request.on('response', (response) => {
    const { statusCode: status = 502, headers } = response;
    outgoing.writeHead(status, withoutConnection(headers));
    answer = readAnswer(response, { route, tell });
    response.on('error', (error) => {
      const message = `the connection broke off (${error.message})`;
      tell({ kind: 'refused', status: undefined, message, ...brokenOff() });
    });
    pipeline(response, outgoing, () => undefined);
  });
  request.on('error', (error) => {
    tell({ kind: 'refused', status: undefined, message: networkWords(error), ...brokenOff() });
    if (outgoing.headersSent) outgoing.destroy();
    else refuse(outgoing, 502, 'no answer');
  });
  outgoing.on('close', () => {
    // An agent that goes away has nothing to wait for, and its model is not to blame.
    if (!outgoing.writableFinished) tell({ kind: 'left', ...brokenOff() });
    request.destroy();
  });
  pipeline(incoming, request, () => undefined);
}

function refuse(outgoing: ServerResponse, status: number, message: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ error: { type: STATUS_CODES[status], message } }));
}

/** What only counts tokens uses none. */
function isUncounted({ pathname }: URL): boolean {
  return /(?:\/count_tokens|:countTokens)$/.test(pathname);
}

/** How tools are offered in all four formats, in a JSON document; an empty list offers none. */
const TOOLS = /"(?:tools|functionDeclarations)"\s{0,8}:\s{0,8}\[\s{0,8}[^\]\s]/;

/** Characters in which the beginning of an offer fits. */
const OFFER_LENGTH = 64;

/** What is asked, as it passes by. */
interface QuestionReader {
  /** Whether tools were offered so far. */
  offersTools(): boolean;
  /** How long it is so far. */
  bytes(): number;
}

function readQuestion(incoming: IncomingMessage): QuestionReader {
  let end = '';
  let found = false;
  let bytes = 0;
  incoming.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (found) return;
    const text = end + piece.toString('latin1');
    found = TOOLS.test(text);
    end = text.slice(-OFFER_LENGTH);
  });
  return { offersTools: () => found, bytes: () => bytes };
}

/**
 * Where a request goes: the asked path and query at the provider, or nowhere when it is not below the base URL. Only path
 * and query are taken from the request, so that nothing in them names another host.
 */
function upstreamUrl(upstream: URL, asked: string): URL | undefined {
  if (!asked.startsWith('/')) return undefined;
  const [path = '', query = ''] = asked.split(/\?(.*)/s);
  const url = new URL(upstream.origin);
  url.pathname = path;
  url.search = query;
  const base = upstream.pathname.replace(/\/$/, '');
  return url.pathname.startsWith(`${base}/`) ? url : undefined;
}

/** An answer as it passes by. */
interface AnswerReader {
  /** What is known of it before its end, to a question of so many bytes: where its tokens are not told yet, an estimate. */
  soFar(asked: number): AnswerFacts;
}

/** Bytes of a question that are about one token: what is taken where nobody counted. */
const BYTES_A_TOKEN = 4;

/** Reads along what passes by: how long it was silent, what it cost, why it was refused. */
function readAnswer(
  response: IncomingMessage,
  { route, tell }: { readonly route: GatewayRoute; readonly tell: (end: RequestEnd) => void },
): AnswerReader {
  const { statusCode: status = 502, headers } = response;
  const streamed = headers['content-type']?.startsWith('text/event-stream') === true;
  let facts: AnswerFacts = {};
  let text = '';
  let events = 0;
  const parser = createParser({
    onEvent: ({ data }) => {
      events += 1;
      facts = factsOf(parsedJson(data), facts);
    },
    maxBufferSize: MAX_READ_BYTES,
  });
  const decoder = new StringDecoder('utf8');
  response.on('data', (bytes: Buffer) => {
    route.heard();
    const chunk = decoder.write(bytes);
    if (streamed && status < 400) parser.feed(chunk);
    else if (text.length + chunk.length <= MAX_READ_BYTES) text += chunk;
  });
  response.on('end', () => {
    if (status >= 400) tell({ kind: 'refused', status, message: wordsOf(text), retryAfterMs: waitIn(headers) });
    else tell({ kind: 'answered', ...(streamed ? facts : factsOf(parsedJson(text), facts)) });
  });
  return {
    soFar: (asked) => {
      if (status >= 400) return {};
      const { usage = { input: Math.ceil(asked / BYTES_A_TOKEN), cached: 0, output: 0, reasoning: 0 } } = facts;
      return { ...facts, usage: { ...usage, output: Math.max(usage.output, events) } };
    },
  };
}

function waitIn(headers: IncomingHttpHeaders): number | undefined {
  return retryAfterMs(headers['retry-after'], Date.now());
}

/** The token of a request; agents send it as their provider wants its key. */
function tokenOf({ headers, url = '' }: IncomingMessage): string | undefined {
  const bearer = /^Bearer (?<token>\S+)$/i.exec(headers.authorization ?? '')?.groups?.['token'];
  const given = KEY_HEADERS.map((name) => headers[name]).find((value) => typeof value === 'string');
  const asked = new URL(url, 'http://gateway').searchParams.get('key') ?? undefined;
  return bearer ?? (typeof given === 'string' ? given : undefined) ?? asked;
}

/** The request's headers with the key in place of the token, and an answer asked for that can be read along. */
function headersFor(headers: IncomingHttpHeaders, token: string, key: string): Record<string, string | string[]> {
  const passed = withoutConnection(headers);
  for (const name of ['authorization', ...KEY_HEADERS]) {
    const given = passed[name];
    if (typeof given === 'string') passed[name] = given.replace(token, key);
  }
  return { ...passed, 'accept-encoding': 'identity' };
}

function withoutConnection(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const own = Object.entries(headers).filter(([name, value]) => value !== undefined && !OF_THE_CONNECTION.has(name));
  return Object.fromEntries(own) as Record<string, string | string[]>;
}

interface ErrorBody {
  readonly message?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
}

/** What a refusal says, with the name of its kind where there is one. */
function wordsOf(text: string): string {
  const body = parsedJson(text);
  const error =
    typeof body === 'object' && body !== null && 'error' in body ? (body.error as ErrorBody | null) : undefined;
  const words = [error?.message, error?.type ?? error?.code].filter((part) => typeof part === 'string');
  const told = words.length === 2 ? `${words[0]} (${words[1]})` : (words[0] ?? text.trim());
  return told === '' ? 'it gave no reason' : told.slice(0, LONGEST_WORDS);
}
