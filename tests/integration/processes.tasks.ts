import type { SubmittedTask, TaskView } from '../../src/contract/task/task.ts';
import { eventually } from '../support/eventually.ts';
import type { AgentProgramCall, Site } from './processes.site.ts';

/** Tasks of a site, by way of an API. */
export interface SiteTasks {
  /** Hands a task in and waits until its implementation hangs. */
  hanging(feature: string): Promise<AgentProgramCall>;
  calls(taskId: string): Promise<readonly AgentProgramCall[]>;
  /** Resolves with the task once it is completed. */
  completed(taskId: string): Promise<TaskView>;
}

/** The tasks of a site whose API is at that URL. */
export function tasksOf(site: Site, api: string): SiteTasks {
  const calls = async (id: string) => (await site.calls()).filter(({ task_id }) => task_id === id);
  return {
    calls,
    async hanging(feature) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${api}/api/tasks`, { method: 'POST', headers, body: JSON.stringify({ feature }) });
      const { task_id: id } = (await answer.json()) as SubmittedTask;
      return eventually('an implementation begins', async () =>
        (await calls(id)).find(({ action }) => action === 'implement_feature'),
      );
    },
    completed: (id) =>
      eventually('the task is completed', async () => {
        const view = (await (await fetch(`${api}/api/tasks/${id}`)).json()) as TaskView;
        return view.status === 'completed' ? view : undefined;
      }),
  };
}
