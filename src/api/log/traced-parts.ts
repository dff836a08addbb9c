import { utilization } from '../../domain/pool/capacity.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { TracedTask } from '../../domain/trace/trace-context.ts';
import type { TaskRunStore } from '../../persistence/task-run-store.ts';
import type { ApiLog } from '../api-log.ts';
import type { DeadLetterGateway, DecisionOutcome } from '../../temporal/tasks/dead-letter-gateway.ts';
import type { PoolGateway } from '../../temporal/pools/pool-gateway.ts';
import type { NewTask, TaskGateway } from '../../temporal/tasks/task-gateway.ts';
import { TaskTraces } from './task-traces.ts';

interface Parts {
  readonly gateway: TaskGateway;
  readonly poolGateway: PoolGateway;
  readonly deadLetterGateway: DeadLetterGateway;
  readonly runs: TaskRunStore;
  readonly log: ApiLog;
}

/**
 * The same parts, with a line for each task that is accepted, and a log whose lines about tasks say their places in their
 * traces: those of the tasks that came by on their way through these parts.
 */
export function tracedParts({ gateway, poolGateway, deadLetterGateway: letters, runs, log: untraced }: Parts): Parts {
  const traces = new TaskTraces();
  const log = traces.in(untraced);
  const pools = new Map<string, PoolState>();

  function noted<T extends Partial<TracedTask> | undefined>(task: T): T {
    const { task_id, traceparent } = task ?? {};
    if (task_id !== undefined && traceparent !== undefined) traces.note({ task_id, traceparent });
    return task;
  }

  function decided(outcome: DecisionOutcome): DecisionOutcome {
    if (outcome.kind === 'done') noted(outcome.entry.workflow_state.state);
    return outcome;
  }

  function accepted({ task_id, input }: NewTask): void {
    noted({ ...input, task_id });
    const { project, priority } = input.request;
    const { pool } = input;
    const state = pools.get(pool);
    const load =
      state === undefined ? {} : { pool_utilization: utilization(state), active_workflows: state.leases.length };
    log.info({ task_id, project, pool, priority, ...load }, 'a task is accepted');
  }

  return {
    log,
    gateway: {
      start: async (task) => {
        const outcome = await gateway.start(task);
        if (outcome.kind === 'started') accepted(task);
        return outcome;
      },
      observe: (taskId) => gateway.observe(taskId),
      state: async (taskId) => noted(await gateway.state(taskId)),
      finalState: async (taskId) => noted(await gateway.finalState(taskId)),
      accepted: (taskId) => gateway.accepted(taskId),
      cancel: (taskId, reason) => gateway.cancel(taskId, reason),
      reprioritise: async (taskId, priority) => {
        const outcome = await gateway.reprioritise(taskId, priority);
        if (outcome.kind === 'done') noted(outcome.state);
        return outcome;
      },
      tryNow: (taskId) => gateway.tryNow(taskId),
      ping: () => gateway.ping(),
    },
    poolGateway: {
      read: async (name) => {
        const state = await poolGateway.read(name);
        if (state !== undefined) pools.set(name, state);
        return state;
      },
      send: (name, messages) => poolGateway.send(name, messages),
      command: (name, kind, request) => poolGateway.command(name, kind, request),
    },
    deadLetterGateway: {
      deadLetter: async (taskId) => {
        const letter = await letters.deadLetter(taskId);
        noted(letter?.workflow_state.state);
        return letter;
      },
      decide: async (kind, taskId, decision) => decided(await letters.decide(kind, taskId, decision)),
      annotate: async (taskId, note) => decided(await letters.annotate(taskId, note)),
    },
    runs: Object.assign(Object.create(runs) as TaskRunStore, {
      get: async (taskId: string) => noted(await runs.get(taskId)),
    }),
  };
}
