import type { WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import {
  POOL_WORKFLOW,
  poolWorkflowId,
  type PoolInput,
  UPDATE_CONFIGURE,
  UPDATE_PAUSE,
  UPDATE_RESUME,
} from '../../src/workflows/pool/contract.ts';
import { TASK_QUEUE, UPDATE_CANCEL, UPDATE_REPRIORITISE } from '../../src/workflows/task/contract.ts';
import { DEFAULT_POOL_SETTINGS } from '../../src/domain/pool/settings.ts';
import { createPoolClient } from '../../src/temporal/pools/pool-client.ts';
import { createSubmittedAsks } from '../../src/temporal/pools/submitted-asks.ts';
import { eventually } from '../support/eventually.ts';
import type { PathSetup, RecordedPath, PathContext } from './path-context.ts';

type History = temporal.api.history.v1.IHistory;
type StartedEvent = temporal.api.history.v1.IWorkflowExecutionStartedEventAttributes;

/** Events after which the pool of a recording hands over to its next run. */
const EVENTS_PER_RUN = 30;

/** Starts the path's pool, so that it lets nobody begin. */
const closed = async ({ client, name, pool }: PathSetup): Promise<void> => {
  await createPoolClient(client, () => DEFAULT_POOL_SETTINGS).tell(name, []);
  await pool.command(UPDATE_PAUSE, { reason: 'a recording' });
};

/** Waits until the path's task stands in the queue of its pool. */
const queued = ({ pool, handle }: PathContext) =>
  eventually('the task waits', async () => {
    const queue = await pool.queue();
    return queue.includes(handle.workflowId) ? true : undefined;
  });

const open = async ({ pool }: PathSetup): Promise<void> => {
  await pool.command(UPDATE_RESUME);
};

/** Starts the path's pool, and waits until it knows that it has room. */
const roomy = async (before: PathSetup): Promise<void> => {
  await closed(before);
  await open(before);
};

/** Paths of tasks that ask a pool for their lease. */
export const TASKS_WITH_A_POOL: Readonly<Record<string, RecordedPath>> = {
  'leased-as-submitted': { before: roomy },
  'queued-then-leased': {
    before: closed,
    during: async (context) => {
      await queued(context);
      await open(context);
    },
  },
  'refused-then-leased': {
    before: async (context) => {
      await closed(context);
      const { pool } = context;
      await pool.command(UPDATE_CONFIGURE, { change: { queue_cap: 1 } });
      await pool.tell({ kind: 'enqueue', task_id: 'chimera-before', ask: 1, priority: 5, project: 'shop' });
    },
    during: async (context) => {
      const { pool } = context;
      await eventually('a refusal', async () => ((await pool.state()).totals.refused > 0 ? true : undefined));
      await pool.tell({ kind: 'withdraw', task_id: 'chimera-before', ask: 1 });
      await open(context);
    },
  },
  'cancelled-while-queued': {
    before: closed,
    during: async (context) => {
      await queued(context);
      await context.handle.executeUpdate(UPDATE_CANCEL, { args: [{ reason: 'not needed any more' }] });
    },
  },
  'reprioritised-while-queued': {
    before: closed,
    during: async (context) => {
      await queued(context);
      await context.handle.executeUpdate(UPDATE_REPRIORITISE, { args: [{ priority: 9 }] });
      await open(context);
    },
  },
};

/** Lets a pool begin that hands over soon. */
const oftenAsNew = async ({ client, name }: PathSetup): Promise<void> => {
  const input: PoolInput = { name, settings: DEFAULT_POOL_SETTINGS, events_per_run: EVENTS_PER_RUN };
  const workflowId = poolWorkflowId(name);
  await client.workflow.start(POOL_WORKFLOW, { workflowId, taskQueue: TASK_QUEUE, args: [input] });
};

/** Keeps a pool busy until it has ended that many runs, and gives the last of them. */
const endedRun =
  (count: number) =>
  async ({ client, name, pool }: PathContext): Promise<WorkflowHandle> => {
    await createSubmittedAsks(client).ask(name, { task_id: 'chimera-submitted', priority: 5, project: 'shop' });
    return eventually(`${count} ended runs`, async () => {
      await pool.tell({ kind: 'pressure', worker_id: 'w1', memory_pct: 85, cpu_pct: 20, at: Date.now() });
      let runId = started(await pool.handle.fetchHistory()).firstExecutionRunId ?? '';
      for (let ended = 0; ended < count; ended += 1) {
        const run: WorkflowHandle = client.workflow.getHandle(pool.handle.workflowId, runId);
        const { events } = await run.fetchHistory();
        const next = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
        if (next === undefined || next === null) return undefined;
        if (ended === count - 1) return run;
        runId = next;
      }
      return undefined;
    });
  };

function started({ events }: History): StartedEvent {
  return events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
}

/** Paths of a pool: its first run, which begins by looking for open tasks, and one that goes on with what it was handed. */
export const RUNS_OF_A_POOL: Readonly<Record<string, RecordedPath>> = {
  'pool-first-run': { before: oftenAsNew, recorded: endedRun(1) },
  'pool-later-run': { before: oftenAsNew, recorded: endedRun(2) },
};
