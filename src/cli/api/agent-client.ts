import { type Agents, agentsSchema, type AgentView, agentViewSchema } from './agent-view.ts';
import { type Http, withBody } from './http.ts';

/** What an operator does to a circuit breaker. */
export type BreakerAction = 'trip' | 'reset';

/** The agents of the API. */
export interface AgentClient {
  list(): Promise<Agents>;
  get(name: string): Promise<AgentView>;
  /** Changes the breaker of the agent with that name; the reason is kept with the change. */
  command(name: string, action: BreakerAction, reason: string): Promise<AgentView>;
}

/** The agents behind an API. */
export function createAgentClient({ read }: Http): AgentClient {
  return {
    list: () => read(agentsSchema, '/api/agents'),
    get: (name) => read(agentViewSchema, `/api/agents/${encodeURIComponent(name)}`),
    command: (name, action, reason) =>
      read(agentViewSchema, `/api/agents/${encodeURIComponent(name)}/breaker`, withBody('POST', { action, reason })),
  };
}
