import type { PhaseResult, ScenarioResult } from '../domain/phase-result.ts';
import type { Mask } from '../observability/secret-shapes.ts';

/**
 * A phase's result without secrets in what an agent wrote for people: summary, findings, failing assertions. What the next
 * phase works with, such as the address of a deployment, stays as it is.
 */
export function maskedResult<R extends PhaseResult>(result: R, mask: Mask): R {
  return { ...result, output: maskedOutput(result, mask) };
}

function maskedOutput(result: PhaseResult, mask: Mask): PhaseResult['output'] {
  switch (result.phase) {
    case 'E2E_TEST_GENERATION':
    case 'E2E_VALIDATION':
      return { ...result.output, scenarios: result.output.scenarios.map((scenario) => maskedScenario(scenario, mask)) };
    case 'CODE_IMPLEMENTATION':
      return { ...result.output, summary: mask(result.output.summary) };
    case 'GUARDIAN_REVIEW': {
      const findings = result.output.findings.map((finding) => ({ ...finding, message: mask(finding.message) }));
      return { ...result.output, findings };
    }
    case 'STAGING_DEPLOYMENT':
      return result.output;
  }
}

function maskedScenario({ name, error, sentence, ...rest }: ScenarioResult, mask: Mask): ScenarioResult {
  return {
    ...rest,
    name: mask(name),
    ...(error === undefined ? {} : { error: mask(error) }),
    ...(sentence === undefined ? {} : { sentence: mask(sentence) }),
  };
}
