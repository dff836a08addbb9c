import type { InjectedSinks } from '@temporalio/worker';
import type { Journal } from '../journal/event.ts';
import { TASK_SINK, type TaskSinks, type Told } from '../workflows/task/contract.ts';

/** Where workflows tell of themselves: never in a replay, and again under the same ids when a workflow task is repeated. */
export function taskSinks(journal: Journal): InjectedSinks<TaskSinks> {
  return {
    [TASK_SINK]: {
      tell: {
        fn: (_info, told: Told) => {
          journal.tell({ kind: 'task_told', ...told });
        },
        callDuringReplay: false,
      },
    },
  };
}
