import { z } from 'zod';
import { retryAfterMs } from '../domain/retry-after.ts';
import { networkWords } from '../host/network-words.ts';
import { ForgeError } from './forge.ts';

/** One request to a forge's API. */
export interface ForgeCall<T> {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Below the API's root, its variable parts encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly json?: unknown;
  readonly form?: FormData;
  /** What of the answer is used. */
  readonly answer: z.ZodType<T>;
}

/** Asks a forge. */
export type AskForge = <T>(call: ForgeCall<T>) => Promise<T>;

/** Where a forge's API is, and by whose right it is asked. */
export interface ForgeAccess {
  /** The API's root, without a slash at the end. */
  readonly api: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The variable that the token is from, for errors. */
  readonly variable: string;
}

/** An answer that nobody reads. */
export const ANYTHING = z.unknown();

const LIMIT_MS = 30_000;
const LONGEST_REASON = 300;
const PAGES = 20;

/**
 * Asks the forge whose API that is. Follows no redirect: the token is for this place alone.
 * @throws {ForgeError} for everything that is not an answer of the form that was asked for.
 */
export function forgeAt({ api, headers, variable }: ForgeAccess): AskForge {
  return async ({ method = 'GET', path, query = {}, json, form, answer }) => {
    const url = new URL(`${api}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const what = `${method} ${url.pathname} at ${url.host}`;
    const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
    let reply: Response;
    let text: string;
    try {
      reply = await fetch(url, {
        method,
        redirect: 'manual',
        headers: {
          Accept: 'application/json',
          'User-Agent': 'chimera',
          ...headers,
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        signal: AbortSignal.timeout(LIMIT_MS),
        ...(body === undefined ? {} : { body }),
      });
      text = await reply.text();
    } catch (error) {
      throw new ForgeError(`${what}: ${networkWords(error)}`, { passes: true });
    }
    if (!reply.ok) throw refusalOf(reply, text, { what, variable });
    const read = answer.safeParse(parsed(text));
    if (read.success) return read.data;
    throw new ForgeError(`${what}: its answer has not the form of this API: is deliver.forge right?`, {
      passes: false,
    });
  };
}

/** What a question that may have no answer is answered; undefined for "not found". */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotThereError) return undefined;
    throw error;
  }
}

/** All entries of a list that comes in pages of `size`, up to twenty pages. */
export async function allPages<T>(
  size: number,
  page: (number: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let number = 1; number <= PAGES; number += 1) {
    const entries = await page(number);
    found.push(...entries);
    if (entries.length < size) break;
  }
  return found;
}

/** What a question is answered for each of some keys, asked once for each that is different. */
export async function askedOnce<K, V>(keys: readonly K[], ask: (key: K) => Promise<V>): Promise<ReadonlyMap<K, V>> {
  return new Map(await Promise.all([...new Set(keys)].map(async (key) => [key, await ask(key)] as const)));
}

class NotThereError extends ForgeError {}

function refusalOf(
  { status, headers }: Response,
  text: string,
  { what, variable }: { readonly what: string; readonly variable: string },
): ForgeError {
  const reason = reasonIn(text);
  const said = `${what}: ${status}${reason === '' ? '' : ` ${reason}`}`;
  const wait = retryAfterMs(headers.get('retry-after') ?? undefined, Date.now());
  const isLimit =
    status === 429 || (status === 403 && headers.get('x-ratelimit-remaining') === '0') || wait !== undefined;
  if (isLimit || status === 408 || status >= 500) {
    return new ForgeError(said, { passes: true, retryAfterMs: wait });
  }
  if (status === 401) return new ForgeError(`${said}; the token in ${variable} is not accepted`, { passes: false });
  if (status === 403) return new ForgeError(`${said}; the token in ${variable} does not allow it`, { passes: false });
  if (status === 404) {
    return new NotThereError(`${said}; it is not there, or the token in ${variable} does not show it`, {
      passes: false,
    });
  }
  return new ForgeError(said, { passes: false });
}

const refusalSchema = z.object({
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  errors: z.unknown().optional(),
});

function reasonIn(text: string): string {
  const read = refusalSchema.safeParse(parsed(text));
  if (!read.success) return '';
  const { message, error, errors } = read.data;
  const parts = [message ?? error, errors].filter((part) => part !== undefined && part !== null);
  return parts
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join(': ')
    .slice(0, LONGEST_REASON);
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
