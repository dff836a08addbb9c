import { Context } from '@temporalio/activity';
import { MOST_WORKERS_LOST, NO_TRIES, type Tries, triesMade, withWorkersLost } from '../domain/tries.ts';
import type { AttemptDetails, CarriedTries, PhaseInput } from '../workflows/task/contract.ts';
import { ApplicationFailure } from '@temporalio/common';

/** The tries of the phase at hand before this attempt, those included whose workers died without a word. */
export function triesAtHand({ tries: before = NO_TRIES }: PhaseInput, now: number): Tries {
  const { info } = Context.current();
  const { tries, accounted } = carriedBy(info.heartbeatDetails as unknown) ?? { tries: before, accounted: 0 };
  return withWorkersLost(tries, info.attempt - 1 - accounted, now);
}

/** @throws {ApplicationFailure} for a phase under which so many workers died that it is likely what kills them. */
export function mustNotKillWorkers(phase: string, tries: Tries): void {
  if (tries.lost < MOST_WORKERS_LOST) return;
  const details: AttemptDetails = { attempts: triesMade(tries), tries, exhausted: true };
  throw ApplicationFailure.create({
    message: `${phase} lost its worker ${tries.lost} times: what it does may be what ends them.`,
    type: 'WorkerLost',
    nonRetryable: true,
    details: [details],
  });
}

/** What the heartbeats of an attempt carry on; nothing as long as all went well. */
export function carried(tries: Tries, accounted: number): CarriedTries | undefined {
  return accounted === 0 ? undefined : { tries, accounted };
}

function carriedBy(details: unknown): CarriedTries | undefined {
  if (typeof details !== 'object' || details === null || !('tries' in details)) return undefined;
  return details as CarriedTries;
}
