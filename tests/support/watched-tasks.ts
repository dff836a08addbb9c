import type { Client, WorkflowHandle } from '@temporalio/client';
import { startOptions } from '../../src/temporal/tasks/start-options.ts';
import type { TaskState } from '../../src/domain/task.ts';
import { QUERY_STATE, TASK_WORKFLOW, type TaskInput } from '../../src/workflows/task/contract.ts';
import type { Play, Scripts, Stage } from './scripted-phases.ts';
import { taskInput } from './task-input.ts';

/** A watched task, on its way. */
export interface WatchedTask {
  readonly id: string;
  readonly handle: WorkflowHandle;
  readonly play: Play;
  state(): Promise<TaskState>;
}

/** What a watched task is given; a priority of 5 unless it says otherwise. */
export interface WatchedTaskOptions {
  readonly pool?: string;
  readonly priority?: number;
  readonly scripts?: Scripts;
  readonly input?: Partial<TaskInput>;
}

/** Tasks that share their workers, and who of them works. */
export interface WatchedTasks {
  /** The stage to run workers on. */
  readonly stage: Stage;
  /** Sends a task on its way, under the next free id. */
  start(options?: WatchedTaskOptions): Promise<WatchedTask>;
  /** The ids in the order in which their first phase began. */
  readonly begun: readonly string[];
  /** Ids of the tasks between the beginning of their first phase and their end. */
  readonly working: ReadonlySet<string>;
  /** The most tasks that worked at once. */
  peak(): number;
  /** A task is at its end. */
  leave(taskId: string): void;
  /** Forgets who began, who works and how many they were: a task that is terminated never says that it is gone. */
  forget(): void;
}

/** Watches all tasks that it starts from the side of their agents. */
export function createWatchedTasks({ workflow }: Pick<Client, 'workflow'>, stage: Stage): WatchedTasks {
  const begun: string[] = [];
  const working = new Set<string>();
  let count = 0;
  let peak = 0;

  function begins(taskId: string): void {
    if (!begun.includes(taskId)) begun.push(taskId);
    working.add(taskId);
    peak = Math.max(peak, working.size);
  }

  return {
    begun,
    working,
    stage: {
      ...stage,
      phases: {
        ...stage.phases,
        generateTest: (input) => {
          begins(input.task_id);
          return stage.phases.generateTest(input);
        },
      },
    },
    async start({ pool, priority = 5, scripts = {}, input = {} } = {}) {
      count += 1;
      const id = `chimera-${count.toString(16).padStart(12, '0')}`;
      const play = stage.play(id, scripts);
      const { request, ...rest } = taskInput({ ...(pool === undefined ? {} : { pool }), ...input });
      const options = startOptions({
        task_id: id,
        input: { ...rest, request: { ...request, priority } },
        fingerprint: id,
      });
      const handle = await workflow.start(TASK_WORKFLOW, options);
      return { id, handle, play, state: () => handle.query<TaskState>(QUERY_STATE) };
    },
    peak: () => peak,
    leave: (taskId) => {
      working.delete(taskId);
    },
    forget: () => {
      begun.length = 0;
      working.clear();
      peak = 0;
    },
  };
}
