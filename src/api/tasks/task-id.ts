import { createHash, randomBytes } from 'node:crypto';
import { Problem } from '../problem/problem.ts';

const HEX_DIGITS = 12;
const KEY_LIMIT = 255;

/** The form of an Idempotency-Key in a header, which has no blanks at its ends. */
export const KEY_FORM = { minLength: 1, maxLength: KEY_LIMIT, pattern: '^[!-~](?:[ -~]*[!-~])?$' };

/** A new task's id: `chimera-` and 12 random hexadecimal digits. */
export function randomTaskId(): string {
  return `chimera-${randomBytes(HEX_DIGITS / 2).toString('hex')}`;
}

/** The one id that belongs to an Idempotency-Key. */
export function taskIdOfKey(key: string): string {
  return `chimera-${createHash('sha256').update(key).digest('hex').slice(0, HEX_DIGITS)}`;
}

/** What tells one request under a key from another: a digest of the key and of the body, whatever its key order. */
export function fingerprintOf(key: string, body: object): string {
  const entries = Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([key, entries]))
    .digest('hex');
}

/**
 * The key that a header carries, as a bare text or in the double quotes of a structured field; undefined without one.
 * @throws {Problem} 400 when it is empty, longer than 255 characters or not printable ASCII.
 */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header.trim());
  const key = quoted?.[1]?.replace(/\\(["\\])/g, '$1') ?? header.trim();
  if (key !== '' && key.length <= KEY_LIMIT && /^[\x20-\x7e]+$/.test(key)) return key;
  const message = `must be 1 to ${KEY_LIMIT} printable ASCII characters`;
  throw new Problem(400, 'invalid-request', `Idempotency-Key: ${message}`, {
    errors: [{ field: 'Idempotency-Key', message }],
  });
}
