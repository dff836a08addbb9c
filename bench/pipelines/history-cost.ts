import type { Client } from '@temporalio/client';
import { EventType, eventsOf, isOf } from './history-events.ts';
import { median } from './statistics.ts';

/** What a pipeline leaves in Temporal. */
export interface HistoryCost {
  readonly events: number;
  readonly bytes: number;
  readonly workflow_tasks: number;
}

/** Medians over the pipelines. */
export async function readHistoryCost(client: Client, ids: readonly string[]): Promise<HistoryCost> {
  const each = await Promise.all(
    ids.map(async (id) => {
      const { historyLength, historySize } = await client.workflow.getHandle(id).describe();
      const tasks = (await eventsOf(client, id)).filter(isOf(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED));
      return { events: historyLength, bytes: historySize ?? Number.NaN, workflow_tasks: tasks.length };
    }),
  );
  return {
    events: median(each.map(({ events }) => events)),
    bytes: median(each.map(({ bytes }) => bytes)),
    workflow_tasks: median(each.map(({ workflow_tasks }) => workflow_tasks)),
  };
}
