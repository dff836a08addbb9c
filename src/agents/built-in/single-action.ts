import type { AgentAction } from '../../domain/phase.ts';
import { TerminalAgentError } from '../../domain/failure.ts';
import type { ActionInput, Agent, AgentAnswer, AgentCall, AgentContext } from '../agent.ts';

/** The work of a built-in agent that knows one action. */
export type ActionRun<A extends AgentAction> = (
  call: AgentCall,
  input: ActionInput[A],
  context: AgentContext,
) => Promise<AgentAnswer<A>>;

/** An agent with one action; it rejects every other one with TerminalAgentError. */
export function singleActionAgent<A extends AgentAction>(action: A, run: ActionRun<A>): Agent {
  const actions: readonly AgentAction[] = [action];
  return {
    description: 'built-in',
    actions,
    run: async (asked, call, input, context) => {
      if (!actions.includes(asked)) {
        throw new TerminalAgentError(`This agent can ${action}, not ${asked}.`);
      }
      context.signal.throwIfAborted();
      // The look-up above makes both actions the same; the compiler cannot carry that over to the type arguments.
      return (await run(call, input as ActionInput[A], context)) as AgentAnswer<typeof asked>;
    },
  };
}
