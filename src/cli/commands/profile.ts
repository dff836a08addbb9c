import type { CommandContext } from '../command-context.ts';
import { wrongOption } from '../failure.ts';
import { bottleneckLines, taskProfileLines } from '../view/profile-lines.ts';
import { timeOf } from './since.ts';

/** The options of `chimera profile`, for when no task is named. */
export interface ProfileOptions {
  readonly project?: string;
  /** A time, or an age such as "2h". */
  readonly since?: string;
}

/** `chimera profile [task_id]`: what a task spent its time on; without one, all tasks, the most expensive part first. */
export async function profile(
  context: CommandContext,
  taskId: string | undefined,
  { project, since }: ProfileOptions,
): Promise<void> {
  const { colours, width } = context;
  if (taskId !== undefined) {
    if (project !== undefined || since !== undefined) {
      throw wrongOption('profile', 'takes a task, or --project and --since, not both');
    }
    const found = await (await context.api()).taskProfile(taskId);
    context.answer(found, taskProfileLines(found, colours, width));
    return;
  }
  const filter = {
    ...(project === undefined ? {} : { project }),
    ...(since === undefined ? {} : { from: timeOf(since, Date.now()) }),
  };
  const found = await (await context.api()).bottlenecks(filter);
  context.answer(found, bottleneckLines(found, colours, width));
}
