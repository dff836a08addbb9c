import { setTimeout as delay } from 'node:timers/promises';
import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { parseMessage, readMessage, type FinalMessage } from '../protocol/message.ts';
import type { Reply } from './exchange.ts';
import { finalMessage, type Listener } from './final-message.ts';
import { sameOrigin } from './origin.ts';
import { readText } from './read-text.ts';
import { retryAfterMs } from '../../domain/retry-after.ts';
import type { Wire } from './wire.ts';

const POLL_MS = 1_000;
const SHORTEST_POLL_MS = 100;
const LONGEST_POLL_MS = 60_000;
const ABANDON_LIMIT_MS = 2_000;

/** What is sent: the request document, under a key by which work is done once. */
export interface WorkOrder {
  readonly document: string;
  readonly idempotencyKey: string;
}

/**
 * Gives an agent its work and follows it to its end: at once, by a stream, or by polling what a 202 names. Work that is
 * being polled when the signal is aborted gets a DELETE.
 * @throws {TransientAgentError | TerminalAgentError | TryAgainLaterError}
 */
export async function askForWork(
  wire: Wire,
  { document, idempotencyKey }: WorkOrder,
  listener: Listener,
): Promise<FinalMessage> {
  const first = await wire.send('POST', wire.url, {
    body: document,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
  });
  if (first.status !== 202) return finalMessage(first, listener);
  let status = statusUrl(first.headers.location, wire);
  try {
    const heard = await heardIn(first, listener);
    if (heard.final !== undefined) return heard.final;
    status ??= statusUrl(heard.statusUrl, wire);
    if (status === undefined) throw new TerminalAgentError('The agent answered 202 without Location or status_url.');
    return await poll(wire, status, pollDelay(first, listener.now()), listener);
  } catch (error) {
    if (wire.signal.aborted && status !== undefined) await abandon(wire, status);
    throw error;
  }
}

function statusUrl(named: string | undefined, { url }: Wire): URL | undefined {
  return named === undefined ? undefined : sameOrigin(named, url, 'a status URL');
}

async function poll(wire: Wire, status: URL, firstDelay: number, listener: Listener): Promise<FinalMessage> {
  for (let wait = firstDelay; ;) {
    await delay(wait, undefined, { signal: wire.signal });
    const reply = await wire.send('GET', status, { totalMs: wire.idleMs });
    if (reply.status === 404 || reply.status === 410) {
      reply.discard();
      throw new TransientAgentError(`The agent answered ${reply.status}: it no longer knows the work it took in.`);
    }
    if (reply.status !== 202) return finalMessage(reply, listener);
    const { final } = await heardIn(reply, listener);
    if (final !== undefined) return final;
    wait = pollDelay(reply, listener.now());
  }
}

interface Accepted {
  readonly statusUrl?: string;
  readonly final?: FinalMessage;
}

/** What the body of a 202 says; it may be empty, or anything else. */
async function heardIn(reply: Reply, listener: Listener): Promise<Accepted> {
  const value = parsed(await readText(reply, listener.maxAnswerBytes));
  if (typeof value !== 'object' || value === null) return {};
  const statusUrl =
    'status_url' in value && typeof value.status_url === 'string' ? { statusUrl: value.status_url } : {};
  const read = readMessage(value);
  if (!('message' in read)) return statusUrl;
  const { message } = read;
  if (message.type !== 'progress') return { final: message };
  listener.progress(message.message, message.fraction);
  return statusUrl;
}

function parsed(text: string): unknown {
  try {
    return parseMessage(text);
  } catch {
    return undefined;
  }
}

function pollDelay({ headers }: Reply, now: number): number {
  const wished = retryAfterMs(headers['retry-after'], now) ?? POLL_MS;
  return Math.min(Math.max(wished, SHORTEST_POLL_MS), LONGEST_POLL_MS);
}

/** Asks the agent to end the work; whether it does is its own affair, since nobody waits for the work any more. */
async function abandon(wire: Wire, status: URL): Promise<void> {
  const signal = AbortSignal.timeout(ABANDON_LIMIT_MS);
  await wire.send('DELETE', status, { signal }).then(
    (reply) => {
      reply.discard();
    },
    () => undefined,
  );
}
