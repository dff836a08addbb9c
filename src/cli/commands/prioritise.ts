import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from './whole-number.ts';

/** `chimera prioritise <id> <1-10>`: gives a task another priority; one that waits takes its new place in the queue. */
export async function prioritise(context: CommandContext, taskId: string, given: string): Promise<void> {
  const wanted = wholeNumber('priority', given, 1, 10);
  const api = await context.api();
  const answer = await api.prioritise(taskId, wanted);
  context.answer(answer, [`${answer.task_id} has priority ${answer.priority} now.`]);
}
