import type { Finding } from '../../../../domain/phase-result.ts';
import type { FoundSecret } from '../secret-scan.ts';

/**
 * An ERROR for each secret that the coder added, once a line; a WARNING where it came with the generated test, which
 * quotes the feature's own words and which the coder may not change. Never shows the secret.
 */
export function secretFindings(secrets: readonly FoundSecret[], generated: ReadonlySet<string>): readonly Finding[] {
  const byPlace = new Map(secrets.map((secret) => [JSON.stringify([secret.file, secret.line, secret.kind]), secret]));
  return [...byPlace.values()].map(({ file, line, kind }) => ({
    rule: 'secret',
    severity: generated.has(file) ? 'WARNING' : 'ERROR',
    file,
    line,
    message: `${file} seems to hold a secret (${kind}; its value is not shown). Secrets belong in the environment.`,
  }));
}
