/** The three forms of an HTTP date (RFC 9110, 5.6.7), told apart from whatever else `Date.parse` would take. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}( GMT| \d{4})$/;

/**
 * How long a Retry-After header asks to wait, in ms from `now` (ms since the epoch); undefined when there is none or it
 * is neither whole seconds nor an HTTP date. A date that is over means no wait.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  if (!HTTP_DATE.test(text)) return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
