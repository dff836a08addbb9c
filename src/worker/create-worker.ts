import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createLightActivities, createPhaseActivities } from '../activities/index.ts';
import type { ActivityPorts } from '../activities/ports.ts';
import { runTogether, shutdownAll } from './run-together.ts';
import { taskSinks } from './task-sinks.ts';
import { inSlots } from './slots/in-slots.ts';
import type { WorkerSlots } from './slots/worker-slots.ts';
import { WatchedWorker } from './workflow-threads/watched-worker.ts';
import { WORKFLOWS_PATH } from './workflows-path.ts';
import { LIGHT_TASK_QUEUE, TASK_QUEUE } from '../workflows/task/contract.ts';

/** How a worker process is set up. */
export interface WorkerSetup {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly ports: ActivityPorts;
  /** How much of the tasks' work this worker does at once. */
  readonly slots: Pick<WorkerSlots, 'agents' | 'host'>;
  /** Around every activity. */
  readonly activityInterceptors: readonly ActivityInterceptorsFactory[];
  /** Time that running activities get to end by themselves on shutdown, in ms. */
  readonly shutdownGraceMs: number;
  /** A bundle made ahead; without one it is made at start, which takes some seconds. */
  readonly workflowBundle?: WorkflowBundleOption;
}

/** The workers of one process, which start and stop as one. */
export interface ChimeraWorker {
  /** Resolves when all have stopped; rejects when one failed. */
  run(): Promise<void>;
  shutdown(): void;
}

/**
 * Three workers: workflows and agent calls on `chimera`; light activities on `chimera-light`; and whatever is bound to
 * this host (the proof on staging and its teardown) on the host's own queue.
 */
export async function createWorker(setup: WorkerSetup): Promise<ChimeraWorker> {
  const { connection, namespace, ports, slots } = setup;
  const common = {
    connection,
    namespace,
    shutdownGraceTime: setup.shutdownGraceMs,
    // Progress is shown live, and a cancellation arrives with the answer to a heartbeat: let them through.
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
    interceptors: { activity: [...setup.activityInterceptors] },
  } satisfies Partial<WorkerOptions>;
  const light = createLightActivities(ports);
  const phases = createPhaseActivities(ports);
  const workers = await Promise.all([
    WatchedWorker.create({
      ...common,
      ...(setup.workflowBundle === undefined
        ? { workflowsPath: WORKFLOWS_PATH }
        : { workflowBundle: setup.workflowBundle }),
      taskQueue: TASK_QUEUE,
      sinks: taskSinks(ports.journal),
      // The light ones as local activities, which a workflow has done by the worker that decides.
      activities: { ...phases, ...light },
      ...inSlots(slots.agents),
      // After a worker has died its cached workflows wait this long before another takes them over.
      stickyQueueScheduleToStartTimeout: '2s',
    }),
    Worker.create({ ...common, taskQueue: LIGHT_TASK_QUEUE, activities: { ...light } }),
    Worker.create({
      ...common,
      taskQueue: ports.hostTaskQueue,
      activities: { ...phases, ...light },
      ...inSlots(slots.host),
    }),
  ]);
  return {
    run: () => runTogether(workers),
    shutdown: () => {
      shutdownAll(workers);
    },
  };
}
