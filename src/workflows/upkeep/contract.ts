/** The registered workflow type of upkeep. It runs on the task queue of the task workflows. */
export const UPKEEP_WORKFLOW = 'chimeraUpkeep';

/** The task queue of its activities: only processes that have the database open read it. */
export const UPKEEP_TASK_QUEUE = 'chimera-upkeep';

/** What is done, in activities of these names. */
export type UpkeepJob = 'pruneHeartbeats' | 'aggregateAndPrune' | 'recoverTasks' | 'recoverDeadLetters';

/** What a run of upkeep is to do, in this order. */
export interface UpkeepInput {
  readonly jobs: readonly UpkeepJob[];
}

/** How many rows each job removed or wrote. */
export type UpkeepResult = Readonly<Partial<Record<UpkeepJob, number>>>;

/** The activities: each is safe to repeat, and gives how many rows it removed or wrote. `now` in ms since the epoch. */
export type UpkeepActivities = Readonly<Record<UpkeepJob, (now: number) => Promise<number>>>;

/** How often what is done; the key is the schedule's id. */
export const UPKEEP_SCHEDULES: Readonly<Record<string, UpkeepInput & { readonly everyMs: number }>> = {
  'chimera-upkeep': { everyMs: 10 * 60_000, jobs: ['pruneHeartbeats', 'aggregateAndPrune'] },
  // Looks at every task that Temporal keeps, so not often; what it is for is mostly found at the start after a loss.
  'chimera-recovery': { everyMs: 24 * 3_600_000, jobs: ['recoverTasks', 'recoverDeadLetters'] },
};
