import type { Finding, Review } from '../phase-result.ts';
import { boundedFindings } from './bounded-findings.ts';
import { decisionOf, scoreOf } from './review-score.ts';

/**
 * The review of a change that rules have looked at, and a reviewer after them: the findings of both, weighed as one. What
 * the rules rejected stays so, and no reviewer raises their score (0 to 1).
 */
export function reviewAfterRules(rules: Review, found: readonly Finding[], minScore: number): Review {
  const findings = [...rules.findings, ...found];
  return {
    decision: rules.decision === 'rejected' ? 'rejected' : decisionOf(findings, minScore),
    score: Math.min(rules.score, scoreOf(findings)),
    findings: boundedFindings(findings),
  };
}
