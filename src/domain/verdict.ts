import type { Review, ScenarioResult, Validation } from './phase-result.ts';

/** A review approves only when it says so, scores at least `minScore` (0 to 1) and holds no ERROR finding. */
export function verdictOfReview(review: Review, minScore: number): 'approved' | 'rejected' {
  const blocked = review.findings.some((finding) => finding.severity === 'ERROR');
  return review.decision === 'approved' && !blocked && review.score >= minScore ? 'approved' : 'rejected';
}

/** A proof passes only with an explicit success status and at least one scenario, all of them passed. */
export function verdictOfValidation({
  validation_status,
  scenarios,
}: Pick<Validation, 'validation_status' | 'scenarios'>): 'passed' | 'failed' {
  const proven = scenarios.length > 0 && scenarios.every((scenario) => scenario.status === 'passed');
  return validation_status === 'passed' && proven ? 'passed' : 'failed';
}

/** A generated test's verdict follows from its run against the target: it must fail there, or the feature is there already. */
export function verdictOfGeneratedTest(scenarios: readonly ScenarioResult[]): 'test_fails' | 'already_satisfied' {
  return scenarios.some((scenario) => scenario.status === 'failed') ? 'test_fails' : 'already_satisfied';
}
