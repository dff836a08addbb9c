import type { AgentAction } from '../../domain/phase.ts';
import type { ActionInput, AgentCall } from '../agent.ts';

/** The version of what is said on standard input and output; a change that breaks programs raises it. */
const PROTOCOL = 1;

/**
 * The document a program gets on standard input, one line of JSON. Of the project it has what the work needs: not the
 * repository's address, which may hold a password, and not the environment of other agents.
 */
export function requestDocument<A extends AgentAction>(action: A, call: AgentCall, input: ActionInput[A]): string {
  const { project, ...rest } = call;
  const { name, base_branch, set_up, test, test_directory, staging, guardian } = project;
  const document = {
    protocol: PROTOCOL,
    action,
    ...rest,
    project: { name, base_branch, set_up, test, test_directory, staging, guardian },
    input,
  };
  return `${JSON.stringify(document)}\n`;
}

/** The variables a program finds in its environment besides those it inherits and its own. */
export function requestEnvironment(action: AgentAction, call: AgentCall): Record<string, string> {
  return {
    CHIMERA_TASK_ID: call.task_id,
    CHIMERA_PHASE: call.phase,
    CHIMERA_ACTION: action,
    CHIMERA_ARTIFACTS: call.artifacts,
  };
}
