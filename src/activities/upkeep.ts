import { setTimeout as delay } from 'node:timers/promises';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { innermostReason } from '../persistence/innermost-reason.ts';
import type { UpkeepActivities, UpkeepJob } from '../workflows/upkeep/contract.ts';

/** A piece of upkeep; ends early when the signal is aborted. `now` in ms since the epoch. Gives how many rows it touched. */
export type UpkeepWork = (now: number, signal: AbortSignal) => Promise<number>;

const HEARTBEAT_INTERVAL_MS = 5_000;

/**
 * How long a stop waits for the statement under way, in ms: longer than a small one takes, and no longer, or a stop would
 * not be in time while a database says nothing.
 */
const STOP_PATIENCE_MS = 2_000;

/** The activities of upkeep over what they do. */
export function createUpkeepActivities(jobs: Readonly<Record<UpkeepJob, UpkeepWork>>): UpkeepActivities {
  const activities = Object.entries(jobs).map(([name, work]) => [name, upkeepActivity(work)] as const);
  return Object.fromEntries(activities) as unknown as UpkeepActivities;
}

function upkeepActivity(work: UpkeepWork) {
  return async (now: number): Promise<number> => {
    const context = Context.current();
    const { cancellationSignal: signal } = context;
    const timer = setInterval(() => {
      context.heartbeat();
    }, HEARTBEAT_INTERVAL_MS);
    try {
      return await Promise.race([work(now, signal), soonAfter(signal)]);
    } catch (error) {
      if (context.cancellationDetails?.cancelRequested === true) throw signal.reason;
      // A stop is no cancellation: another process goes on. What a database says may quote rows, so only why is kept.
      const reason = signal.aborted ? 'the process that was at it stops' : innermostReason(error);
      throw ApplicationFailure.retryable(reason, signal.aborted ? 'UpkeepInterrupted' : 'UpkeepFailed');
    } finally {
      clearInterval(timer);
    }
  };
}

/** Rejects a while after the signal is aborted. */
async function soonAfter(signal: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  await delay(STOP_PATIENCE_MS, undefined, { ref: false });
  throw signal.reason;
}
