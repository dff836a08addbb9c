import {
  bundleWorkflowCode,
  DefaultLogger,
  type NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundle,
} from '@temporalio/worker';
import type { SpanSink } from '../../src/domain/trace/span.ts';
import { createJournal } from '../../src/journal/event.ts';
import { taskSinks } from '../../src/worker/task-sinks.ts';
import { WORKFLOWS_PATH } from '../../src/worker/workflows-path.ts';
import { LIGHT_TASK_QUEUE, TASK_QUEUE } from '../../src/workflows/task/contract.ts';
import { UPKEEP_TASK_QUEUE, type UpkeepActivities } from '../../src/workflows/upkeep/contract.ts';
import type { Stage } from './scripted-phases.ts';

/** A task queue of a host that answers; one of any other name does not. */
export const HOST_ALIVE = 'chimera-host-alive';

/** Workers of a kind, which can leave and come back by themselves. */
export type WorkerKind = 'workflows' | 'phases' | 'light' | 'host' | 'upkeep';

/** What scripted workers differ in; all have a default. */
export interface ScriptedWorkers {
  readonly namespace?: string;
  /** How the workers are named in histories; by default after process and host. */
  readonly identity?: string;
  /** Which of them run; all but upkeep's by default. */
  readonly kinds?: readonly WorkerKind[];
  /** The workflows, when they are bundled already. */
  readonly workflowBundle?: WorkflowBundle;
  /** What the queue of upkeep is answered with. */
  readonly upkeep?: UpkeepActivities;
  /** Where workflows tell of their spans; nowhere by default. */
  readonly spans?: SpanSink;
}

type KindOptions = Omit<WorkerOptions, 'connection'>;

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
  const { kinds = ['workflows', 'phases', 'light', 'host'], workflowBundle, spans = NOWHERE, ...more } = options;
  const { upkeep, ...named } = more;
  const common = { connection, maxHeartbeatThrottleInterval: '100ms', ...named } as const;
  const optionsOf: Readonly<Record<WorkerKind, () => Promise<KindOptions>>> = {
    workflows: async () => ({
      taskQueue: TASK_QUEUE,
      // Local ones only: phases are for the worker beside it.
      activities: { ...light },
      enableNonLocalActivities: false,
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
    phases: () => Promise.resolve({ taskQueue: TASK_QUEUE, activities: { ...phases } }),
    light: () => Promise.resolve({ taskQueue: LIGHT_TASK_QUEUE, activities: { ...light } }),
    host: () => Promise.resolve({ taskQueue: HOST_ALIVE, activities: { ...phases, ...light } }),
    upkeep: () => Promise.resolve({ taskQueue: UPKEEP_TASK_QUEUE, activities: { ...upkeep } }),
  };
  const workers = await Promise.all(
    kinds.map(async (kind) => Worker.create({ ...common, ...(await optionsOf[kind]()) })),
  );
  const running = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  };
}
