import type { Agent, AgentRegistry } from '../../agents/agent.ts';
import { agentNameOf } from '../../config/declared-agents.ts';
import type { AgentCalls } from './agent-calls.ts';

/** The same agents, with each call told of while it runs. */
export function tellingAgents(registry: AgentRegistry, calls: AgentCalls): AgentRegistry {
  const telling = new Map<Agent, Agent>();
  const tellingOf = (agent: Agent): Agent => {
    const known = telling.get(agent) ?? tellingAgent(agent, calls);
    telling.set(agent, known);
    return known;
  };
  return {
    agentFor: (project, name, action) => tellingOf(registry.agentFor(project, name, action)),
    all: () => registry.all().map(tellingOf),
  };
}

function tellingAgent(agent: Agent, calls: AgentCalls): Agent {
  return {
    ...agent,
    run: async (action, call, input, context) => {
      const { task_id, phase, project } = call;
      const running = calls.began({ agent: agentNameOf(project, phase), task_id, phase });
      const progress = (message: string, fraction?: number): void => {
        running.progressed();
        context.progress(message, fraction);
      };
      try {
        return await agent.run(action, call, input, { ...context, progress });
      } finally {
        running.ended();
      }
    },
  };
}
