import { STATUS_CODES } from 'node:http';
import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { agentErrorOf, tryAgainLater } from '../protocol/failure.ts';
import { readMessage } from '../protocol/message.ts';
import type { Reply } from './exchange.ts';
import { parsedJson } from './parsed-json.ts';
import { readBeginning } from './read-text.ts';
import { retryAfterMs } from '../../domain/retry-after.ts';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_WORDS = 1_000;

/** 4xx statuses that may pass by themselves: a slow request, one sent too early, too many of them. */
const PASSING = [408, 425, 429];

/** Statuses with which Retry-After names a time before which no call is taken. */
const WAITING = [429, 503];

/**
 * The error that a reply stands for whose status is no answer. An error message in its body decides by itself; else the
 * status does. `now` is in ms since the epoch.
 */
export async function refusalOf(reply: Reply, now: number): Promise<Error> {
  const { status, headers } = reply;
  const text = await readBeginning(reply, MAX_BODY_BYTES);
  const value = parsedJson(text);
  const wait = WAITING.includes(status) ? retryAfterMs(headers['retry-after'], now) : undefined;
  const read = readMessage(value);
  if ('message' in read && read.message.type === 'error') return agentErrorOf(read.message, wait);
  const words = wordsOf(value) ?? text.trim();
  const told = words === '' ? '.' : `: ${words.slice(0, MAX_WORDS)}`;
  const message = `The agent answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd() + told;
  if (wait !== undefined) return tryAgainLater(message, wait);
  return status >= 500 || PASSING.includes(status) ? new TransientAgentError(message) : new TerminalAgentError(message);
}

/** What the usual forms of errors in JSON say. */
function wordsOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { message, detail, error, title } = value as Record<string, unknown>;
  return [message, detail, error, wordsOf(error), title].find((words) => typeof words === 'string');
}
