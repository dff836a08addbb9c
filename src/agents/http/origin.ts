import { TerminalAgentError } from '../../domain/failure.ts';

/**
 * A URL that an agent named, resolved against the one it answered at.
 * @throws {TerminalAgentError} when it leads to another origin: the configured headers are that one's secrets.
 */
export function sameOrigin(named: string, base: URL, what: string): URL {
  const url = URL.parse(named, base.href);
  if (url?.origin === base.origin && url.username === '' && url.password === '') return url;
  throw new TerminalAgentError(`The agent names ${what} that is not at ${base.origin}: ${named.slice(0, 200)}`);
}

/** A URL as people and logs see it: without credentials, query and fragment, which may hold secrets. */
export function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
