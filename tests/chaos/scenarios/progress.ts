import { eventually } from '../../support/eventually.ts';
import type { TaskStatus } from '../../../src/domain/task.ts';
import type { Ground } from '../ground/ground.ts';

/** Each look at a task costs the API, Temporal and a worker some work, of which the tasks should have most. */
const LOOK_MS = 400;

const ON_ITS_WAY: readonly TaskStatus[] = ['queued', 'running'];

/** When an agent was next called after a time (both in ms since the epoch); undefined when none was within the limit. */
export async function nextCall(ground: Ground, after: number, limitMs: number): Promise<number | undefined> {
  return eventually(
    'an agent is called',
    async () => (await ground.journal()).find(({ what, at }) => what === 'begin' && at > after)?.at,
    limitMs,
  ).catch(() => undefined);
}

/** Waits until the API calls itself, Temporal and the database well; false when the limit comes first. */
export async function untilHealthy({ api }: Ground, limitMs: number): Promise<boolean> {
  return eventually(
    'all is well',
    async () => {
      const { status, body } = await api.ask('/health');
      return status === 200 && (body as { status: string }).status === 'healthy' ? true : undefined;
    },
    limitMs,
  ).catch(() => false);
}

/** Waits until every one of the tasks has ended or is parked; does something each time they are looked at. */
export async function untilOver(
  { api }: Ground,
  ids: readonly string[],
  limitMs: number,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const left = new Set(ids);
  await eventually(
    'all tasks are over',
    async () => {
      await meanwhile();
      for (const id of left) {
        const task = await api.task(id);
        // The others will hardly be further than the first that is not over.
        if (task === undefined || ON_ITS_WAY.includes(task.status)) return undefined;
        left.delete(id);
      }
      return true;
    },
    limitMs,
    LOOK_MS,
  );
}
