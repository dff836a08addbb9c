import { pino } from 'pino';
import { HIDDEN, type Mask, withoutCredentials } from './secret-shapes.ts';

/** Names under which secrets go, at the end of a key: `ALERT_EMAIL_PASSWORD`, `x-api-key`, `accessToken`. */
const SECRET_KEY =
  /(^|_)(password|passwd|pwd|passphrase|secret|token|authorization|cookie|credential|webhook|(api|access|private)_?key|(database|connection)_url)s?$/;

const DEEPEST = 10;

/** What was found of keys: the same few hundred come again and again. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 2_000;

/** Whether a key is one under which secrets go. */
export function isSecretKey(key: string): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const found = saysSecret(key);
  if (judged.size < MOST_JUDGED) judged.set(key, found);
  return found;
}

function saysSecret(key: string): boolean {
  const words = key.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll(/[-. ]/g, '_');
  return SECRET_KEY.test(words.toLowerCase());
}

/**
 * The same object without secrets, however deep: what stands under secret keys is hidden, and of every text what `mask`
 * hides. Numbers stay: a `lease_token` is no secret.
 */
export function redacted(
  values: Readonly<Record<string, unknown>>,
  mask: Mask = withoutCredentials,
): Record<string, unknown> {
  return withoutSecrets(values, mask, DEEPEST);
}

function withoutSecrets(values: object, mask: Mask, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, valueUnder(key, value, mask, depth)]));
}

function valueUnder(key: string, value: unknown, mask: Mask, depth: number): unknown {
  const harmless = value === null || ['number', 'boolean', 'undefined'].includes(typeof value);
  return isSecretKey(key) && !harmless ? HIDDEN : below(value, mask, depth - 1);
}

function below(value: unknown, mask: Mask, depth: number): unknown {
  if (typeof value === 'string') return mask(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => below(item, mask, depth - 1));
  if (value instanceof Error) return withoutSecrets(pino.stdSerializers.err(value), mask, depth);
  if (value instanceof Map || value instanceof Set) return below([...value], mask, depth);
  if (value instanceof URL) return mask(value.href);
  return 'toJSON' in value ? value : withoutSecrets(value, mask, depth);
}
