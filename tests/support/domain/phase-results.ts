import type { Phase } from '../../../src/domain/phase.ts';
import type { PhaseResult, ScenarioResult } from '../../../src/domain/phase-result.ts';

export const failing: ScenarioResult = {
  name: 'a guest pays',
  status: 'failed',
  duration_ms: 5,
  error: 'expected 3, got 4',
};
const passing: ScenarioResult = { name: 'a guest pays', status: 'passed', duration_ms: 5 };

/** A result of a phase; `good` is the verdict that leads on. */
export function resultOf(phase: Phase, good: boolean): PhaseResult {
  switch (phase) {
    case 'E2E_TEST_GENERATION': {
      const test = { test_path: 't', test_commit: 'c1', test_blob: 'b1', base_commit: 'c0', branch: 'b' };
      const output = { ...test, scenarios: [good ? failing : passing] };
      return { phase, verdict: good ? 'test_fails' : 'already_satisfied', output, artifacts: [] };
    }
    case 'CODE_IMPLEMENTATION':
      return {
        phase,
        verdict: 'implemented',
        output: { commit_sha: 'c2', branch: 'b', files_changed: ['a'], summary: 's' },
        artifacts: [],
      };
    case 'GUARDIAN_REVIEW':
      return {
        phase,
        verdict: good ? 'approved' : 'rejected',
        output: {
          decision: good ? 'approved' : 'rejected',
          score: good ? 1 : 0.2,
          findings: good ? [] : [{ rule: 'secret', severity: 'ERROR', message: 'a secret was added' }],
        },
        artifacts: [],
      };
    case 'STAGING_DEPLOYMENT':
      return { phase, verdict: 'deployed', output: { deployment_url: 'http://s', commit_sha: 'c2' }, artifacts: [] };
    case 'E2E_VALIDATION':
      return {
        phase,
        verdict: good ? 'passed' : 'failed',
        output: {
          validation_status: good ? 'passed' : 'failed',
          scenarios: [good ? passing : failing],
          test_blob: 'b1',
        },
        artifacts: [],
      };
  }
}
