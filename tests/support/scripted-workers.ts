import {
  bundleWorkflowCode,
  DefaultLogger,
  type NativeConnection,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { SpanSink } from '../../src/domain/trace/span.ts';
import { createJournal } from '../../src/journal/event.ts';
import { taskSinks } from '../../src/worker/task-sinks.ts';
import { WORKFLOWS_PATH } from '../../src/worker/workflows-path.ts';
import { AGENT_TASK_QUEUE, TASK_QUEUE } from '../../src/workflows/task/contract.ts';
import { UPKEEP_TASK_QUEUE, type UpkeepActivities } from '../../src/workflows/upkeep/contract.ts';
import type { Stage } from './scripted-phases.ts';

/** A task queue of a host that answers; one of any other name does not. */
export const HOST_ALIVE = 'chimera-host-alive';

/** What scripted workers differ in; all have a default. */
export interface ScriptedWorkers {
  readonly namespace?: string;
  /** How the workers are named in histories; by default after process and host. */
  readonly identity?: string;
  /** The queues that are read; those of tasks by default. */
  readonly queues?: readonly string[];
  /** The workflows, when they are bundled already. */
  readonly workflowBundle?: WorkflowBundle;
  /** What the queue of upkeep is answered with. */
  readonly upkeep?: UpkeepActivities;
  /** Where workflows tell of their spans; nowhere by default. */
  readonly spans?: SpanSink;
}

const NOWHERE = { record: () => undefined };

/** The workflows' source, bundled. */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({ workflowsPath: WORKFLOWS_PATH, logger: new DefaultLogger('WARN') });
}

/** Runs the real workflows over scripted activities; returns what stops the workers. */
export async function runWorkers(
  connection: NativeConnection,
  { phases, light }: Stage,
  options: ScriptedWorkers = {},
): Promise<() => Promise<void>> {
  const { queues = [TASK_QUEUE, AGENT_TASK_QUEUE, HOST_ALIVE], workflowBundle, spans = NOWHERE, ...more } = options;
  const { upkeep, ...named } = more;
  const common = { connection, maxHeartbeatThrottleInterval: '100ms', ...named } as const;
  const kinds = {
    [TASK_QUEUE]: async () => ({
      activities: { ...light },
      sinks: taskSinks(
        createJournal([
          {
            task_told: (told) => {
              for (const span of told.spans) spans.record(span);
            },
          },
        ]),
      ),
      workflowBundle: workflowBundle ?? (await bundleWorkflows()),
    }),
    [AGENT_TASK_QUEUE]: () => Promise.resolve({ activities: { ...phases } }),
    [HOST_ALIVE]: () => Promise.resolve({ activities: { ...phases, ...light } }),
    [UPKEEP_TASK_QUEUE]: () => Promise.resolve({ activities: { ...upkeep } }),
  };
  const workers = await Promise.all(
    Object.entries(kinds)
      .filter(([taskQueue]) => queues.includes(taskQueue))
      .map(async ([taskQueue, kind]) => Worker.create({ ...common, taskQueue, ...(await kind()) })),
  );
  const running = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  };
}
