import { RequestError, type StopReason } from '@agentclientprotocol/sdk';
import { AccountLimitError, PhaseLimitError, TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import { sentence } from '../protocol/failure.ts';

/** The code of an agent that is not signed in. */
const AUTHENTICATION_REQUIRED = -32_000;

/**
 * What stands for a prompt's end that is no success; undefined where the agent says that it is done, which is not to be
 * believed before its change was seen.
 */
export function failureOfStop(stop: StopReason, words: string): Error | undefined {
  const said = words === '' ? '' : ` It says: ${words}`;
  switch (stop) {
    case 'end_turn':
      return undefined;
    case 'max_tokens':
      return new PhaseLimitError(`The model’s longest answer was reached before the work was done.${said}`);
    case 'max_turn_requests':
      return new PhaseLimitError(`The agent’s most requests of one turn were reached before the work was done.${said}`);
    case 'refusal':
      return new TerminalAgentError(`The agent refused the work.${said}`);
    case 'cancelled':
      return new TransientAgentError(`The agent ended its work, and says that somebody cancelled it.${said}`);
  }
}

/** The error of an agent that answered a request with one. Its connection's end is told by its process, not here. */
export function errorOf(error: unknown): Error {
  const code = error instanceof RequestError ? error.code : undefined;
  const text = textOf(error);
  const message = `The agent failed: ${sentence(text)}`;
  const status = statusIn(text) ?? (typeof code === 'number' && code >= 400 && code < 600 ? code : undefined);
  if (code === AUTHENTICATION_REQUIRED || status === 401 || status === 403 || /authenticat|unauthorized/i.test(text))
    return new TerminalAgentError(`${message} Is its key right, or is it signed in?`, { cause: error });
  if (status === 402) return limited(`${message} The account has to be paid.`, text);
  if (status === 429 || /rate.?limit|usage.?limit|quota/i.test(text)) return limited(message, text);
  return new TransientAgentError(message, { cause: error });
}

function limited(message: string, text: string): AccountLimitError {
  const seconds = /retry after (?<seconds>\d+(?:\.\d+)?) ?s/i.exec(text)?.groups?.['seconds'];
  return new AccountLimitError(message, seconds === undefined ? undefined : Number(seconds) * 1_000);
}

/** An HTTP status that a text names as such. */
function statusIn(text: string): number | undefined {
  const found = /(?:^|status(?: code)?:? ?|error:? ?|\[|code"?: ?)(?<status>[45]\d\d)\b/i.exec(text);
  return found?.groups?.['status'] === undefined ? undefined : Number(found.groups['status']);
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const data: unknown = error instanceof RequestError ? error.data : undefined;
  const details = typeof data === 'object' && data !== null && 'details' in data ? String(data.details) : '';
  return details === '' || error.message.includes(details) ? error.message : `${error.message}: ${details}`;
}
