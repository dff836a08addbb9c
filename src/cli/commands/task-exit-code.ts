import { isAtRest } from '../../domain/task.ts';
import type { TaskView } from '../../contract/task/task.ts';
import { EXIT_CODES, type ExitCode } from '../exit-code.ts';

/** What a task's state means as an exit code: a task that ended in anything but success is 1. */
export function taskExitCode(task: Pick<TaskView, 'status'>): ExitCode {
  return isAtRest(task) && task.status !== 'completed' ? EXIT_CODES.unsuccessful : EXIT_CODES.ok;
}
