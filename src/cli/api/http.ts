import type { z } from 'zod';
import { problemSchema } from '../../contract/problem.ts';
import { EXIT_CODES, type ExitCode } from '../exit-code.ts';
import { CliFailure, cliFailure } from '../failure.ts';

/** Requests to one API; each rejects with a CliFailure that carries the exit code. */
export interface Http {
  /** The API's address, without a slash at its end. */
  readonly base: string;
  /** The answer to a request, once it is known to be a success. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** The answer's document as it came, known to have the form of the schema. */
  read<S extends z.ZodType>(schema: S, path: string, init?: RequestInit): Promise<z.output<S>>;
}

const REQUEST_LIMIT_MS = 15_000;

/** Requests to the API at `url`, of 15 s at most where the caller sets no other bound. */
export function createHttp(url: string): Http {
  const base = url.replace(/(?<!\/)\/+$/, '');

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(base + path, { signal: AbortSignal.timeout(REQUEST_LIMIT_MS), ...init });
    } catch (error) {
      throw unreachable(base, error);
    }
    if (!response.ok) throw await answerFailure(response, base);
    return response;
  }

  async function read<S extends z.ZodType>(schema: S, path: string, init?: RequestInit): Promise<z.output<S>> {
    const response = await send(path, init);
    const body: unknown = await response.json().catch(() => undefined);
    if (hasForm(schema, body)) return body;
    throw unreadableAnswer(base + path, schema.safeParse(body).error?.message ?? '');
  }

  return { base, send, read };
}

/** Whether a document of the API's has the form of a schema; those of answers change nothing in what they check. */
export function hasForm<S extends z.ZodType>(schema: S, document: unknown): document is z.output<S> {
  return schema.safeParse(document).success;
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

/** By the status of an answer. */
const EXIT_BY_STATUS: Readonly<Record<number, ExitCode>> = {
  404: EXIT_CODES.notFound,
  429: EXIT_CODES.unreachable,
  500: EXIT_CODES.unsuccessful,
  502: EXIT_CODES.unreachable,
  503: EXIT_CODES.unreachable,
  504: EXIT_CODES.unreachable,
};

/**
 * The failure for an answer that is no success: 404 is not found; 429 and 5xx may pass, and say when to try again where
 * the answer does; every other 4xx is refused input.
 */
async function answerFailure(response: Response, base: string): Promise<CliFailure> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!hasForm(problemSchema, body)) {
    return cliFailure(
      'unreachable',
      'This is not Chimera',
      `${base} answers with HTTP ${response.status}, but not as Chimera does: check --api-url.`,
    );
  }
  const seconds = retryAfter(response);
  const { errors = [], ...problem } = body;
  return new CliFailure(EXIT_BY_STATUS[response.status] ?? EXIT_CODES.usage, {
    ...problem,
    errors,
    ...(seconds === undefined ? {} : { retry_after_seconds: seconds }),
  });
}

/** Seconds after which a request may be made again, from the header of that name. */
function retryAfter({ headers }: Response): number | undefined {
  const value = headers.get('retry-after');
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** The failure for an API that does not answer at all. */
function unreachable(base: string, cause: unknown): CliFailure {
  return cliFailure(
    'unreachable',
    'Chimera does not answer',
    `Nothing answers at ${base}. Start it with \`chimera start\`, or name another address with --api-url.`,
    cause,
  );
}

/** The failure for an answer whose form the CLI does not know. */
export function unreadableAnswer(url: string, reason: string): CliFailure {
  return cliFailure('failed', 'The answer cannot be read', `${url} answers in an unknown form: ${reason}`);
}
