import { hasEnded, type TaskView } from '../api/task-view.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** What a task's state means as an exit code: a task that ended in anything but success is 1. */
export function taskExitCode(task: Pick<TaskView, 'status'>): ExitCode {
  return hasEnded(task) && task.status !== 'completed' ? EXIT.unsuccessful : EXIT.ok;
}
