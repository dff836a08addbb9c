import type { Agents, AgentView } from '../../../src/contract/agent.ts';
import type { Ground } from '../ground/ground.ts';

/** An agent's breaker, as the API tells of it; null or undefined while nobody knows. */
export async function breakerOf({ api }: Pick<Ground, 'api'>, name: string): Promise<AgentView['breaker'] | undefined> {
  const { status, body } = await api.ask('/api/agents');
  if (status !== 200) return undefined;
  return (body as Agents).agents.find((agent) => agent.name === name)?.breaker;
}
