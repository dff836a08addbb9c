import type { Finding } from '../../../domain/phase-result.ts';

/** Warnings that a message names. */
const MAX_NAMED = 20;

/**
 * The findings of a rule with their WARNINGs made one: what is to be looked at in many places weighs no more than in one,
 * so that an ordinary change of many tests or snapshots is not refused for their number.
 */
export function gathered(findings: readonly Finding[]): readonly Finding[] {
  const warnings = findings.filter(({ severity }) => severity === 'WARNING');
  const [first] = warnings;
  if (first === undefined || warnings.length === 1) return findings;
  const named = warnings.slice(0, MAX_NAMED).map(({ message }) => `\n- ${message}`);
  const more = warnings.length > named.length ? `\n- and ${warnings.length - named.length} more` : '';
  const message = `${warnings.length} places to be looked at, which count as one warning:${named.join('')}${more}`;
  return [...findings.filter(({ severity }) => severity !== 'WARNING'), { ...first, message }];
}
