import type { CommandContext, CommonOptions } from '../../command-context.ts';
import { agentLines } from '../../view/agent-lines.ts';
import { agentPanel } from '../../view/agent-panel.ts';

/** The options of `chimera agents`. */
export interface ListAgentsOptions extends CommonOptions {
  readonly all?: boolean;
}

/** `chimera agents`: how many are well, and who is not and why; with a name that agent, and what it went through. */
export async function listAgents(
  context: CommandContext,
  name: string | undefined,
  { all = false }: ListAgentsOptions,
): Promise<void> {
  const api = await context.api();
  const { colours, width } = context;
  const drawing = { colours, width, now: Date.now(), all };
  if (name === undefined) {
    const answer = await api.agents();
    context.answer(answer, agentLines(answer, drawing));
  } else {
    const answer = await api.agent(name);
    context.answer(answer, agentPanel(answer, drawing));
  }
}
