import type { AgentAction } from '../../domain/phase.ts';
import type { ActionInput, AgentCall } from '../agent.ts';

/** The version of the protocol that programs and HTTP agents speak; a change that breaks them raises it. */
const PROTOCOL = 1;

/**
 * The document that tells a program or an HTTP agent its work, one line of JSON. Of the project it has what the work
 * needs: not the repository's address, which may hold a password, and not the environment of other agents. The trace goes
 * where tracing libraries look for it: into a variable or a header.
 */
export function requestDocument<A extends AgentAction>(action: A, call: AgentCall, input: ActionInput[A]): string {
  const { project, repository: _repository, traceparent: _trace, steps: _steps, home: _home, ...rest } = call;
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
    TRACEPARENT: call.traceparent,
  };
}
