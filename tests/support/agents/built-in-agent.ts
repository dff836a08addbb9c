import type { Agent } from '../../../src/agents/agent.ts';
import type { AgentAction } from '../../../src/domain/phase.ts';

/** An agent that stands where a built-in one would, in tests that call none of them. */
export function builtInAgent(...actions: AgentAction[]): Agent {
  return { description: 'built-in', actions, run: () => Promise.reject(new Error('not called')) };
}
