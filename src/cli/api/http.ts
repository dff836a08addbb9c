import type { z } from 'zod';
import { answerFailure, unreadableAnswer, unreachable } from './answer-failure.ts';

/** Requests to one API; each rejects with a CliFailure that carries the exit code. */
export interface Http {
  /** The API's address, without a slash at its end. */
  readonly base: string;
  /** The answer to a request, once it is known to be a success. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** The answer's document, in the form of the schema. */
  read<S extends z.ZodType>(schema: S, path: string, init?: RequestInit): Promise<z.output<S>>;
}

const requestLimitMs = 15_000;

/** Requests to the API at `url`, of 15 s at most where the caller sets no other bound. */
export function createHttp(url: string): Http {
  const base = url.replace(/(?<!\/)\/+$/, '');

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(base + path, { signal: AbortSignal.timeout(requestLimitMs), ...init });
    } catch (error) {
      throw unreachable(base, error);
    }
    if (!response.ok) throw await answerFailure(response, base);
    return response;
  }

  async function read<S extends z.ZodType>(schema: S, path: string, init?: RequestInit): Promise<z.output<S>> {
    const response = await send(path, init);
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw unreadableAnswer(base + path, parsed.error.message);
    return parsed.data;
  }

  return { base, send, read };
}

/** A request with a JSON body. */
export function withBody(method: 'POST' | 'PATCH', body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** A query string with its question mark; what is undefined is left out, and nothing at all of nothing. */
export function queryOf(parameters: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
