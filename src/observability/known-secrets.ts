import { isSecretKey } from './redaction.ts';

/** Of a secret that is shorter, or of one kind of characters only, too much else would be hidden with it. */
const SHORTEST = 6;
const LONG_ENOUGH = 16;
const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/];

/** Names of variables under which secrets go, more of them than keys: `PGPASSWORD`, `MODEL_KEY`, `SENTRY_DSN`. */
const SECRET_VARIABLE = /(?:pass|password|passwd|passphrase|secret|token|key|credentials?|auth|cookie|webhook|dsn)s?$/i;

/** Paths, switches and small numbers are no secrets, whatever they stand under. */
const HARMLESS = /^(?:\.{0,2}\/.*|[A-Za-z]:\\.*|\d{1,11}|true|false)$/;

type Variables = Readonly<Record<string, string | undefined>>;

/** The secrets among variables of an environment: what stands under a name for secrets, and passwords in URLs. */
export function secretsOfEnvironment(variables: Variables): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (value === undefined || HARMLESS.test(value)) return [];
    const inUrl = secretsOfUrl(value);
    if (inUrl.length > 0) return inUrl;
    return isSecretKey(name) || SECRET_VARIABLE.test(name) ? [value] : [];
  });
}

/** The secrets in a configuration: texts under keys for secrets, among them variables and headers of agents. */
export function secretsOfSettings(settings: unknown): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  const texts = Object.entries(settings).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const below = Object.values(settings).flatMap((value) => secretsOfSettings(value));
  return [...secretsOfEnvironment(Object.fromEntries(texts)).map(withoutScheme), ...below];
}

/** The password and the secret parameters of a URL; nothing of what is none. */
export function secretsOfUrl(text: string): readonly string[] {
  if (!text.includes('://')) return [];
  const url = URL.parse(text);
  if (url === null) return [];
  const parameters = [...url.searchParams].filter(([name]) => isSecretKey(name) || SECRET_VARIABLE.test(name));
  return [decoded(url.password), url.password, ...parameters.map(([, value]) => value)].filter((part) => part !== '');
}

/** A header's token without the scheme before it. */
function withoutScheme(value: string): string {
  return value.replace(/^(?:Bearer|Basic|Token) +/i, '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Whether a secret can be looked for in texts without hiding half of them: `chimera` as a password cannot. */
export function isTelling(secret: string): boolean {
  if (secret.length < SHORTEST || HARMLESS.test(secret)) return false;
  return secret.length >= LONG_ENOUGH || KINDS.filter((kind) => kind.test(secret)).length >= 2;
}
