import { pino } from 'pino';

const HIDDEN = '[redacted]';

/** Names under which secrets go, at the end of a key: `ALERT_EMAIL_PASSWORD`, `x-api-key`, `accessToken`. */
const SECRET_KEY =
  /(^|_)(password|passwd|pwd|passphrase|secret|token|authorization|cookie|credential|webhook|(api|access|private)_?key|(database|connection)_url)s?$/;

const DEEPEST = 10;

/** Whether a key is one under which secrets go. */
export function isSecretKey(key: string): boolean {
  const words = key.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll(/[-. ]/g, '_');
  return SECRET_KEY.test(words.toLowerCase());
}

/** The same object with what stands under secret keys hidden, however deep. Numbers stay: a `lease_token` is no secret. */
export function redacted(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return withoutSecrets(values, DEEPEST);
}

function withoutSecrets(values: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, valueUnder(key, value, depth)]));
}

function valueUnder(key: string, value: unknown, depth: number): unknown {
  const harmless = value === null || ['number', 'boolean', 'undefined'].includes(typeof value);
  return isSecretKey(key) && !harmless ? HIDDEN : below(value, depth - 1);
}

function below(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => below(item, depth - 1));
  if (value instanceof Error) return withoutSecrets(pino.stdSerializers.err(value), depth);
  if (value instanceof Map || value instanceof Set) return below([...value], depth);
  return 'toJSON' in value ? value : withoutSecrets(value, depth);
}

/** A line with the passwords of URLs and the tokens of Authorization headers hidden. */
export function withoutCredentials(line: string): string {
  return line
    .replaceAll(/(\b[a-z][a-z\d+.-]*:\/\/[^\s:@/"\\]*):[^\s@/"\\]+@/gi, `$1:${HIDDEN}@`)
    .replaceAll(/\b(Bearer|[Aa]uthorization\W{1,4}Basic) [\w.~+/=-]{8,}/g, `$1 ${HIDDEN}`);
}
