import type { ActionAnswer, Agent } from '../../src/agents/agent.ts';
import type { AgentAction, AgentName } from '../../src/domain/phase.ts';

const scenario = { name: 'A guest pays with a voucher', duration_ms: 12 } as const;

/** Agents that answer at once with what leads on; the deployment counts as bound to this host, as the built-in one is. */
export function noOpAgents(deploymentUrl: string): Record<AgentName, Agent> {
  const answers: ActionAnswer = {
    generate_test: {
      test_path: 'tests/e2e/chimera/voucher.spec.ts',
      verdict: 'test_fails',
      scenarios: [{ ...scenario, status: 'failed', error: 'There is no field “Voucher”.' }],
    },
    implement_feature: { summary: 'Takes vouchers at the checkout.' },
    review_change: { decision: 'approved', score: 1, findings: [] },
    deploy_to_staging: { deployment_url: deploymentUrl },
    execute_test: { validation_status: 'passed', scenarios: [{ ...scenario, status: 'passed' }] },
  };
  const agent = (...actions: readonly AgentAction[]): Agent => ({
    description: 'does nothing',
    actions,
    run: (action) => Promise.resolve(answers[action]),
  });
  return {
    'e2e-tester-agent': agent('generate_test', 'execute_test'),
    'coder-agent': agent('implement_feature'),
    'guardian-agent': agent('review_change'),
    'deployment-agent': { ...agent('deploy_to_staging'), release: () => Promise.resolve() },
  };
}
