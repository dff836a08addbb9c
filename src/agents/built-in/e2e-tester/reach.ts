import { TransientAgentError } from '../../../domain/failure.ts';

const REACH_LIMIT_MS = 10_000;

/** What a proxy answers when the site behind it is away. */
const SITE_AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

const NO_CONNECTION =
  /net::ERR_(CONNECTION_|NAME_NOT_RESOLVED|ADDRESS_|INTERNET_|NETWORK_|PROXY_|TIMED_OUT|EMPTY_RESPONSE)/;

/** Rejects with TransientAgentError when the site does not answer: a test that fails there would prove nothing. */
export async function mustAnswer(url: string, signal: AbortSignal): Promise<void> {
  let status: number;
  try {
    const limit = AbortSignal.timeout(REACH_LIMIT_MS);
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, limit]) });
    await response.body?.cancel();
    status = response.status;
  } catch (error) {
    signal.throwIfAborted();
    throw new TransientAgentError(`The site under test at ${url} does not answer.`, { cause: error });
  }
  if (SITE_AWAY.has(status)) throw new TransientAgentError(`The site under test at ${url} answers ${status}.`);
}

/** A page that was opened and answered as a proxy does while the site behind it is away. */
const PAGE_AWAY = / answers (\d{3})\.$/m;

/** Whether a scenario's error says that the browser could not reach the site. */
export const lostConnection = (message: string): boolean =>
  NO_CONNECTION.test(message) || SITE_AWAY.has(Number(PAGE_AWAY.exec(message)?.[1]));
