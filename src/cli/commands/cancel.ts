import type { CommandContext } from '../command-context.ts';

/** `chimera cancel <id>`: asks a task to end; its staging is torn down. */
export async function cancel(
  context: CommandContext,
  taskId: string,
  { reason }: { readonly reason?: string },
): Promise<void> {
  const api = await context.api();
  const answer = await api.cancel(taskId, reason);
  context.answer(answer, [`${taskId} is being cancelled.`]);
}
