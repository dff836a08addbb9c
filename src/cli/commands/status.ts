import type { CommandContext } from '../command-context.ts';
import { taskPanel } from '../view/task-panel.ts';
import { taskExitCode } from './task-exit-code.ts';

/** `chimera status <id>`: a task as it stands; exit code 1 when it ended without success. */
export async function status(context: CommandContext, taskId: string): Promise<void> {
  const api = await context.api();
  const task = await api.get(taskId);
  const { colours, width } = context;
  context.answer(task, taskPanel(task, { colours, width, now: Date.now(), frame: 0 }));
  context.exit(taskExitCode(task));
}
