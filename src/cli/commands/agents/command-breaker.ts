import type { BreakerCommand } from '../../../contract/agent.ts';
import type { CommandContext } from '../../command-context.ts';
import { breakerWords } from '../../view/breaker-words.ts';

/** `chimera agents trip` and `reset`: an agent's circuit breaker by an operator's word. */
export async function commandBreaker(context: CommandContext, name: string, command: BreakerCommand): Promise<void> {
  const api = await context.api();
  const answer = await api.commandBreaker(name, command);
  context.answer(answer, [`${context.colours.bold(answer.name)}: ${breakerWords(answer.breaker, Date.now())}`]);
}
