import type { CommandContext } from '../command-context.ts';
import { workerTable } from '../view/worker-table.ts';

/** `chimera workers`: the worker processes, and whether they are alive. */
export async function workers(context: CommandContext): Promise<void> {
  const answer = await (await context.api()).workers();
  context.answer(answer, workerTable(answer, context.colours, context.width));
}
