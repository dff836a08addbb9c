import type { BreakerAction } from '../../api/agent-client.ts';
import type { CommandContext } from '../../command-context.ts';
import { breakerWords } from '../../view/breaker-words.ts';

/** `chimera agents trip` and `reset`: an agent's circuit breaker by an operator's word. */
export async function commandBreaker(
  context: CommandContext,
  name: string,
  action: BreakerAction,
  reason: string,
): Promise<void> {
  const { agents } = await context.api();
  const answer = await agents.command(name, action, reason);
  context.answer(answer, [`${context.colours.bold(answer.name)}: ${breakerWords(answer.breaker, Date.now())}`]);
}
