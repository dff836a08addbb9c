import { createLogUpdate } from 'log-update';
import { followTask } from '../api/follow.ts';
import type { ApiClient } from '../api/client.ts';
import type { TaskView } from '../../contract/task/task.ts';
import type { CommandContext } from '../command-context.ts';
import { isInteractive, print } from '../console.ts';
import { cliFailure } from '../failure.ts';
import { taskChanges } from '../view/task-changes.ts';
import { taskPanel } from '../view/task-panel.ts';
import { taskExitCode } from './task-exit-code.ts';

const FRAME_MS = 120;

/** Shows a task as it moves: in place on a terminal, a line a change elsewhere. */
interface TaskScreen {
  show(task: TaskView): void;
  close(): void;
}

function liveScreen({ console, colours, width }: CommandContext): TaskScreen {
  const update = createLogUpdate(console.stdout);
  const shown: { task?: TaskView; frame: number } = { frame: 0 };
  const draw = (): void => {
    if (shown.task === undefined) return;
    update(taskPanel(shown.task, { colours, width, now: Date.now(), frame: shown.frame }).join('\n'));
  };
  const timer = setInterval(() => {
    shown.frame += 1;
    draw();
  }, FRAME_MS);
  return {
    show(task) {
      shown.task = task;
      draw();
    },
    close() {
      clearInterval(timer);
      update.done();
    },
  };
}

function plainScreen({ console, colours, width }: CommandContext): TaskScreen {
  const shown: { task?: TaskView } = {};
  return {
    show(task) {
      const now = Date.now();
      for (const line of taskChanges(shown.task, task, now)) print(console.stdout, line);
      shown.task = task;
    },
    close() {
      if (shown.task?.status !== 'completed') return;
      print(console.stdout, '', ...taskPanel(shown.task, { colours, width, now: Date.now(), frame: 0 }));
    },
  };
}

const silentScreen: TaskScreen = { show: () => undefined, close: () => undefined };

function screenFor(context: CommandContext): TaskScreen {
  if (context.json) return silentScreen;
  return isInteractive(context.console) ? liveScreen(context) : plainScreen(context);
}

/** Follows a task on the screen until it has ended, and returns its last state; rejects with `whenInterrupted` when interrupted. */
export async function watchTask(
  context: CommandContext,
  api: ApiClient,
  taskId: string,
  whenInterrupted = `The task goes on; watch it again with \`chimera watch ${taskId}\`.`,
): Promise<TaskView> {
  const screen = screenFor(context);
  const last: { task?: TaskView } = {};
  try {
    for await (const task of followTask(api, taskId, context.console.interrupted)) {
      last.task = task;
      screen.show(task);
    }
  } finally {
    screen.close();
  }
  if (context.console.interrupted.aborted || last.task === undefined) {
    throw cliFailure('interrupted', 'Interrupted', whenInterrupted);
  }
  return last.task;
}

/** `chimera watch <id>`: follows a task to its end; exit code 1 when it ends without success. */
export async function watch(context: CommandContext, taskId: string): Promise<void> {
  const task = await watchTask(context, await context.api(), taskId);
  if (context.json) context.answer(task, []);
  context.exit(taskExitCode(task));
}
