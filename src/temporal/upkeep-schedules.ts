import { isDeepStrictEqual } from 'node:util';
import {
  type Client,
  ScheduleAlreadyRunning,
  type ScheduleDescription,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import { TASK_QUEUE } from '../workflows/task/contract.ts';
import { withinLimit } from './call.ts';
import { untilAnswered } from './until-answered.ts';
import { UPKEEP_SCHEDULES, UPKEEP_WORKFLOW, type UpkeepInput } from '../workflows/upkeep/contract.ts';

/** A run that was due while Temporal was away is made up for within this; upkeep runs at each start in any case. */
const CATCHUP_WINDOW_MS = 60_000;

/** A run that nobody does for so long is given up, so that the next one can begin. */
const RUN_LIMIT_MS = 3_600_000;

/**
 * One schedule is made and begun within this. A server that has just been started again on its data may leave a question
 * to a schedule unanswered until the client gives up, and answers the next one at once.
 */
const TRY_LIMIT_MS = 5_000;

/** How long all tries may take together. */
const LIMIT_MS = 120_000;

const TRY_EVERY_MS = 1_000;

/**
 * Sees to it that the schedules of upkeep are as this version wants them, and has each run now, unless it runs already.
 * Safe from any number of processes at once. A schedule that an operator paused stays paused, and is not run.
 * @throws {Error} with the last reason when Temporal has not done it within two minutes a schedule.
 */
export async function ensureUpkeepSchedules(
  client: Pick<Client, 'schedule' | 'withDeadline'>,
  log: { warn(context: object, message: string): void },
): Promise<void> {
  for (const [scheduleId, wanted] of Object.entries(UPKEEP_SCHEDULES)) {
    await untilAnswered(() => withinLimit(client, () => ensure(client.schedule, scheduleId, wanted), TRY_LIMIT_MS), {
      limitMs: LIMIT_MS,
      everyMs: TRY_EVERY_MS,
      onRefused: (reason) => {
        log.warn(
          { schedule: scheduleId, reason },
          'A schedule of upkeep could not be begun yet; trying again each second',
        );
      },
    });
  }
}

async function ensure(
  schedule: Client['schedule'],
  scheduleId: string,
  { everyMs, jobs }: (typeof UPKEEP_SCHEDULES)[string],
): Promise<void> {
  const wanted = {
    spec: { intervals: [{ every: everyMs }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: UPKEEP_WORKFLOW,
      workflowId: scheduleId,
      taskQueue: TASK_QUEUE,
      args: [{ jobs }],
      workflowExecutionTimeout: RUN_LIMIT_MS,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCHUP_WINDOW_MS },
  };
  await schedule.create({ scheduleId, ...wanted }).catch((error: unknown) => {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  });
  const handle = schedule.getHandle(scheduleId);
  const found = await handle.describe();
  if (!isAsWanted(found, everyMs, { jobs })) await handle.update(({ state }) => ({ ...wanted, state }));
  if (!found.state.paused) await handle.trigger(ScheduleOverlapPolicy.SKIP);
}

/** Whether a schedule that was found does the same as often; what the server fills in by itself is no matter. */
function isAsWanted({ spec, action, policies }: ScheduleDescription, everyMs: number, input: UpkeepInput): boolean {
  const { workflowType, taskQueue, args, workflowExecutionTimeout } = action as unknown as Readonly<
    Record<string, unknown>
  >;
  const found: readonly unknown[] = [spec.intervals?.map(({ every }) => every), spec.calendars?.length ?? 0];
  const started: readonly unknown[] = [workflowType, taskQueue, args, workflowExecutionTimeout];
  return (
    isDeepStrictEqual(found, [[everyMs], 0]) &&
    isDeepStrictEqual(started, [UPKEEP_WORKFLOW, TASK_QUEUE, [input], RUN_LIMIT_MS]) &&
    policies.overlap === ScheduleOverlapPolicy.SKIP &&
    policies.catchupWindow === CATCHUP_WINDOW_MS
  );
}
