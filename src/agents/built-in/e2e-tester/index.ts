import { TerminalAgentError } from '../../../domain/failure.ts';
import type { AgentAction } from '../../../domain/phase.ts';
import type { Agent } from '../../agent.ts';
import type { ActionRun } from '../single-action.ts';
import { executeTest } from './execute-test.ts';
import { generateTest, type E2eTesterTools } from './generate-test.ts';

export type { E2eTesterTools } from './generate-test.ts';

/** The built-in e2e-tester: writes a feature's test and shows that it fails, and later runs it on staging. */
export function createE2eTester(tools: E2eTesterTools): Agent {
  const runs: { readonly [A in AgentAction]?: ActionRun<A> } = {
    generate_test: (call, _, context) => generateTest(tools, call, context),
    execute_test: (call, input, context) => executeTest(tools, call, input, context),
  };
  const actions = ['generate_test', 'execute_test'] as const;
  return {
    description: 'built-in',
    actions,
    bringsRunner: true,
    run: async (action, call, input, context) => {
      context.signal.throwIfAborted();
      const run = runs[action];
      if (!run) throw new TerminalAgentError(`The e2e-tester can ${actions.join(' and ')}, not ${action}.`);
      return run(call, input, context);
    },
  };
}
