import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DoorRefusal, REFUSAL_TITLES } from '../domain/door/refusal.ts';
import { PROBLEM_MEDIA_TYPE, problemForm } from '../domain/problem-form.ts';

/** A refusal with the seconds after which it is worth another try, where it is. */
export type Refused = DoorRefusal & { readonly retryAfterSeconds?: number };

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The connection ends with the answer: what else the client sends on it is not read. */
function answerOf({ status, kind, detail, retryAfterSeconds }: Refused, target: string): Answer {
  const [instance = '/'] = target.split('?', 1);
  const body = JSON.stringify(problemForm({ kind, title: REFUSAL_TITLES[kind], status, detail, instance }));
  const headers = {
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    Connection: 'close',
  };
  return { headers, body };
}

/** Answers a request with a refusal. */
export function refuse(request: IncomingMessage, response: ServerResponse, refused: Refused): void {
  const { headers, body } = answerOf(refused, request.url ?? '/');
  response.writeHead(refused.status, headers).end(request.method === 'HEAD' ? undefined : body);
}

/** Answers on a connection on which no request could be read, and closes it as soon as the answer is out. */
export function refuseConnection(socket: Duplex, refused: Refused, whenSent: () => void): void {
  const { headers, body } = answerOf(refused, '/');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status] ?? 'Refused'}\r\n`;
  socket.end(`${status}${lines.join('')}\r\n${body}`, whenSent);
}
