import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from './whole-number.ts';
import { taskPanel } from '../view/task-panel.ts';
import { taskExitCode } from './task-exit-code.ts';

/** `chimera prioritise <id> <1-10>`: gives a task another priority; one that waits takes its new place in the queue. */
export async function prioritise(context: CommandContext, taskId: string, given: string): Promise<void> {
  const wanted = wholeNumber('priority', given, 1, 10);
  const api = await context.api();
  const answer = await api.prioritise(taskId, wanted);
  context.answer(answer, [`${answer.task_id} has priority ${answer.priority} now.`]);
}

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

/** `chimera status <id>`: a task as it stands; exit code 1 when it ended without success. */
export async function status(context: CommandContext, taskId: string): Promise<void> {
  const api = await context.api();
  const task = await api.get(taskId);
  const { colours, width } = context;
  context.answer(task, taskPanel(task, { colours, width, now: Date.now(), frame: 0 }));
  context.exit(taskExitCode(task));
}
