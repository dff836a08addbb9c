import type { AgentAction } from '../../domain/phase.ts';
import type { AgentCall } from '../agent.ts';

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
