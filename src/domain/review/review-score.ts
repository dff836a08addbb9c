import type { Finding, FindingSeverity, Review } from '../phase-result.ts';

/** Warnings that a message names. */
const MAX_NAMED = 20;

/** What one finding takes off the score of 1. */
const SEVERITY_WEIGHTS: Readonly<Record<FindingSeverity, number>> = { ERROR: 0.5, WARNING: 0.1, INFO: 0 };

/** The score of a review, 0 to 1: 1 − 0.5 for each ERROR − 0.1 for each WARNING, never below 0, to two decimals. */
export function scoreOf(findings: readonly Finding[]): number {
  const deducted = findings.reduce((sum, finding) => sum + SEVERITY_WEIGHTS[finding.severity], 0);
  return Math.max(0, Math.round((1 - deducted) * 100) / 100);
}

/** Rejected with any ERROR, or with a score below `minScore` (0 to 1); else approved. */
export function decisionOf(findings: readonly Finding[], minScore: number): Review['decision'] {
  const hasError = findings.some((finding) => finding.severity === 'ERROR');
  return hasError || scoreOf(findings) < minScore ? 'rejected' : 'approved';
}

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
