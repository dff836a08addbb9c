import type { TaskStatus } from '../../../src/domain/task.ts';
import type { Ground } from '../ground/ground.ts';
import { latestRuns, listExecutions, type Outcome, outcomeOf, type TaskExecution, tokensOf } from './executions.ts';

/** What became of every task that was accepted, by Temporal's own word. */
export interface Accounts {
  readonly accepted: number;
  readonly counts: Readonly<Partial<Record<TaskStatus, number>>>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Accepted, and now nowhere, or still at work after the time for all of it. */
  readonly lost: readonly string[];
  readonly broken: readonly string[];
}

/** Ways for a run to be over that somebody chose, or that lead on to the next run. */
const CHOSEN_ENDS = ['RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'CONTINUED_AS_NEW'];
const ON_ITS_WAY: readonly (TaskStatus | undefined)[] = ['queued', 'running', undefined];
const AT_ONCE = 8;

/** Compares what the API accepted with what Temporal has: the first, the fifth and part of the second invariant. */
export async function takeAccounts({ client }: Pick<Ground, 'client'>, accepted: readonly string[]): Promise<Accounts> {
  const executions = await listExecutions(client);
  const latest = latestRuns(executions);
  const outcomes = new Map<string, Outcome>();
  await inTurns([...latest.values()], async (run) => outcomes.set(run.task_id, await outcomeOf(client, run)));
  const lost = accepted.filter((id) => ON_ITS_WAY.includes(outcomes.get(id)?.status));
  const counts: Partial<Record<TaskStatus, number>> = {};
  for (const { status } of outcomes.values()) if (status !== undefined) counts[status] = (counts[status] ?? 0) + 1;
  const known = new Set(accepted);
  return {
    accepted: accepted.length,
    counts,
    outcomes,
    lost,
    broken: [
      ...lost.map((id) => `${id} was accepted and is ${describe(latest.get(id), outcomes.get(id))}`),
      ...[...latest.keys()].filter((id) => !known.has(id)).map((id) => `${id} runs, and nobody was told of it`),
      ...unchosenEnds(executions, outcomes),
      ...(await sharedTokens(client, executions)),
    ],
  };
}

function describe(run: TaskExecution | undefined, outcome: Outcome | undefined): string {
  if (run === undefined) return 'nowhere';
  return `${outcome?.status ?? 'nothing known'} (${run.status}${outcome?.failure === undefined ? '' : `, ${outcome.failure}`})`;
}

function unchosenEnds(executions: readonly TaskExecution[], outcomes: ReadonlyMap<string, Outcome>): string[] {
  const bad = executions.filter(({ status }) => !CHOSEN_ENDS.includes(status));
  const failed = [...outcomes].filter(([, { status, failure }]) => status === undefined && failure !== undefined);
  return [
    ...bad.map(({ task_id, status }) => `${task_id} was closed as ${status}, which nobody chose`),
    ...failed.map(([id, { failure }]) => `${id} failed by itself: ${failure ?? ''}`),
  ];
}

async function sharedTokens(client: Ground['client'], executions: readonly TaskExecution[]): Promise<string[]> {
  const holders = new Map<number, string>();
  const broken: string[] = [];
  await inTurns(executions, async (run) => {
    for (const token of await tokensOf(client, run)) {
      const holder = holders.get(token) ?? run.task_id;
      if (holder !== run.task_id) broken.push(`token ${token} was given to ${holder} and to ${run.task_id}`);
      holders.set(token, holder);
    }
  });
  return broken;
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
