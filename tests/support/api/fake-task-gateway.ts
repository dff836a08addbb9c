import { newTask, reprioritised } from '../../../src/domain/task-state.ts';
import type { TaskState } from '../../../src/domain/task.ts';
import type { CancelOutcome, NewTask, Observation, TaskGateway } from '../../../src/temporal/tasks/task-gateway.ts';
import { TemporalUnavailableError } from '../../../src/temporal/call.ts';

/** One workflow of the fake: what a worker would answer, what Temporal shows, and what was asked of it. */
export interface FakeWorkflow {
  readonly started: NewTask;
  observation: Observation;
  /** Undefined while no worker is there. */
  state: TaskState | undefined;
  finalState: TaskState | undefined;
}

/** Temporal without Temporal, for unit tests: workflows in a map, calls counted, away at will. */
export class FakeTaskGateway implements TaskGateway {
  readonly workflows = new Map<string, FakeWorkflow>();
  readonly calls: string[] = [];
  away = false;
  cancelOutcome: CancelOutcome | undefined;
  /** The task is at its end, so that it refuses changes. */
  closing = false;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(task: NewTask): ReturnType<TaskGateway['start']> {
    return this.#call('start', () => {
      const there = this.workflows.get(task.task_id);
      if (there !== undefined) {
        const { created_at } = there.observation;
        return { kind: 'exists', created_at, fingerprint: there.started.fingerprint } as const;
      }
      const created_at = new Date(this.#now()).toISOString();
      this.workflows.set(task.task_id, {
        started: task,
        observation: { run_id: 'run-1', history_length: 3, created_at },
        state: newTask(task.task_id, task.input.request, this.#now(), task.input.traceparent),
        finalState: undefined,
      });
      return { kind: 'started', created_at } as const;
    });
  }

  tryNow(taskId: string): Promise<void> {
    return this.#call(`tryNow ${taskId}`, () => undefined);
  }

  observe(taskId: string): Promise<Observation | undefined> {
    return this.#call('observe', () => this.workflows.get(taskId)?.observation);
  }

  state(taskId: string): Promise<TaskState | undefined> {
    return this.#call('state', () => this.workflows.get(taskId)?.state);
  }

  finalState(taskId: string): Promise<TaskState | undefined> {
    return this.#call('finalState', () => this.workflows.get(taskId)?.finalState);
  }

  accepted(taskId: string): ReturnType<TaskGateway['accepted']> {
    return this.#call('accepted', () => this.workflows.get(taskId)?.started.input);
  }

  cancel(taskId: string): Promise<CancelOutcome> {
    return this.#call('cancel', () => {
      const workflow = this.workflows.get(taskId);
      if (workflow === undefined) return 'unknown';
      return this.cancelOutcome ?? (workflow.observation.closed === undefined ? 'accepted' : 'ended');
    });
  }

  reprioritise(taskId: string, priority: number): ReturnType<TaskGateway['reprioritise']> {
    return this.#call('reprioritise', () => {
      const workflow = this.workflows.get(taskId);
      if (workflow === undefined) return { kind: 'unknown' } as const;
      const { state, observation } = workflow;
      if (state === undefined || observation.closed !== undefined || this.closing) return { kind: 'ended' } as const;
      workflow.state = reprioritised(state, priority);
      return { kind: 'done', state: workflow.state } as const;
    });
  }

  ping(): Promise<void> {
    return this.#call('ping', () => undefined);
  }

  #call<T>(name: string, answer: () => T): Promise<T> {
    this.calls.push(name);
    if (this.away) return Promise.reject(new TemporalUnavailableError('Temporal does not answer.'));
    return Promise.resolve(answer());
  }
}
