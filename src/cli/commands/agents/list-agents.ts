import type { CommandContext } from '../../command-context.ts';
import { agentTable } from '../../view/agent-table.ts';

/** `chimera agents`: who does the work for which projects, and whether their circuit breakers let calls through. */
export async function listAgents(context: CommandContext): Promise<void> {
  const { agents } = await context.api();
  const answer = await agents.list();
  const { colours, width } = context;
  context.answer(answer, agentTable(answer, colours, width, Date.now()));
}
