import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import {
  defaultPayloadConverter,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { taskInput } from '../../../tests/support/task-input.ts';
import { newTask } from '../../domain/task-state.ts';
import { TemporalUnavailableError } from '../call.ts';
import { createTemporalTasks } from './temporal-tasks.ts';
import { TRACEPARENT } from '../../../tests/support/traceparent.ts';

const ID = 'chimera-0123456789ab';
const STATE = newTask(ID, taskInput().request, 0, TRACEPARENT);
const BEGUN = new Date('2026-03-01T12:00:00.000Z');
const away = () => Promise.reject(Object.assign(new Error('grpc'), { code: 14, details: 'x', metadata: {} }));
const notFound = () => Promise.reject(new WorkflowNotFoundError('no', ID, undefined));

interface FakeClient {
  start(type: string, options: { args: unknown[] }): Promise<unknown>;
  signal(name: string, payload: unknown): Promise<unknown>;
  describe(): Promise<unknown>;
  query(): Promise<unknown>;
  result(): Promise<unknown>;
  executeUpdate(name: string, options: { args: unknown[] }): Promise<unknown>;
  cancel(): Promise<unknown>;
  history(request: object): Promise<unknown>;
}

const open = { status: { name: 'RUNNING' }, runId: 'r', historyLength: 7, startTime: BEGUN, raw: {} };

/** A gateway over a client that answers as told; what is not told must not be asked. */
function gateway(answers: Partial<FakeClient>) {
  const unexpected = (): Promise<never> => Promise.reject(new Error('not expected'));
  const fake: FakeClient = {
    start: unexpected,
    describe: () => Promise.resolve(open),
    query: unexpected,
    result: unexpected,
    executeUpdate: unexpected,
    signal: unexpected,
    cancel: unexpected,
    history: unexpected,
    ...answers,
  };
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
    workflow: { start: fake.start, getHandle: () => fake },
    workflowService: { getWorkflowExecutionHistory: fake.history, getSystemInfo: () => Promise.resolve({}) },
  };
  return createTemporalTasks(client as unknown as Client);
}

describe('a start', () => {
  const task = { task_id: ID, input: taskInput(), fingerprint: 'f' };

  it('uses the task’s id once and for all, and keeps the fingerprint', async () => {
    let given: unknown;
    const tasks = gateway({
      start: (type, options) => {
        given = [type, options];
        return Promise.resolve({});
      },
    });
    expect(await tasks.start(task)).toEqual({ kind: 'started', created_at: BEGUN.toISOString() });
    expect(given).toMatchObject([
      'chimeraTask',
      {
        workflowId: ID,
        taskQueue: 'chimera',
        args: [{ ...taskInput(), asked: { ask: 1 } }],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        memo: { chimera_request_fingerprint: 'f' },
        staticSummary: 'pay',
      },
    ]);
  });

  it('is no failure when only the time of the start cannot be learned', async () => {
    const tasks = gateway({ start: () => Promise.resolve({}), describe: away });
    expect((await tasks.start(task)).kind).toBe('started');
  });

  it('of an id in use tells whose it is', async () => {
    const start = () => Promise.reject(new WorkflowExecutionAlreadyStartedError('in use', ID, 'chimeraTask'));
    const memo = { chimera_request_fingerprint: 'g' };
    const used = gateway({ start, describe: () => Promise.resolve({ ...open, memo }) });
    expect(await used.start(task)).toEqual({ kind: 'exists', created_at: BEGUN.toISOString(), fingerprint: 'g' });
    expect(await gateway({ start }).start(task)).toMatchObject({ kind: 'exists', fingerprint: undefined });
    await expect(gateway({ start, describe: notFound }).start(task)).rejects.toThrow(TemporalUnavailableError);
  });

  it('begins with the lease that its pool lends it, which goes back when the id is in use', async () => {
    const signals: unknown[] = [];
    const lending = {
      executeUpdate: () => Promise.resolve([{ task_id: ID, token: 7 }]),
      signal: (...signal: unknown[]) => Promise.resolve(signals.push(signal)),
    };
    const inputs: unknown[] = [];
    const start = (_type: string, options: { args: unknown[] }) => Promise.resolve(inputs.push(...options.args));
    await gateway({ ...lending, start }).start(task);
    expect(inputs).toEqual([{ ...task.input, asked: { ask: 1, token: 7 } }]);
    expect(signals).toEqual([]);
    const inUse = () => Promise.reject(new WorkflowExecutionAlreadyStartedError('in use', ID, 'chimeraTask'));
    await gateway({ ...lending, start: inUse }).start(task);
    expect(signals).toEqual([['messages', [{ kind: 'withdraw', task_id: ID, ask: 1 }]]]);
  });

  it('says so when Temporal is away', async () => {
    await expect(gateway({ start: away }).start(task)).rejects.toThrow(TemporalUnavailableError);
  });
});

describe('an observation', () => {
  it('is what Temporal has of the workflow', async () => {
    expect(await gateway({}).observe(ID)).toEqual({
      run_id: 'r',
      history_length: 7,
      created_at: BEGUN.toISOString(),
    });
    const closed = { ...open, status: { name: 'TERMINATED' }, closeTime: new Date(BEGUN.getTime() + 5_000) };
    expect((await gateway({ describe: () => Promise.resolve(closed) }).observe(ID))?.closed).toEqual({
      as: 'TERMINATED',
      at: '2026-03-01T12:00:05.000Z',
    });
    expect(await gateway({ describe: notFound }).observe(ID)).toBeUndefined();
  });
});

describe('a state', () => {
  it('is the workflow’s answer, or none when it cannot answer', async () => {
    expect(await gateway({ query: () => Promise.resolve(STATE) }).state(ID)).toBe(STATE);
    expect(await gateway({ query: away }).state(ID)).toBeUndefined();
    expect(await gateway({ query: () => Promise.reject(new Error('no such query')) }).state(ID)).toBeUndefined();
    expect(await gateway({ result: () => Promise.resolve(STATE) }).finalState(ID)).toBe(STATE);
  });
});

describe('a request', () => {
  it('is read from the start of the history', async () => {
    const input = { payloads: [defaultPayloadConverter.toPayload(taskInput())] };
    const events = [{ workflowExecutionStartedEventAttributes: { input } }];
    const tasks = gateway({ history: () => Promise.resolve({ history: { events } }) });
    expect(await tasks.accepted(ID)).toEqual(taskInput());
    expect(await gateway({ history: () => Promise.resolve({}) }).accepted(ID)).toBeUndefined();
    expect(await gateway({ history: notFound }).accepted(ID)).toBeUndefined();
  });
});

it('a task that waits for a time is told to wait no longer, and one that is gone needs not be', async () => {
  const signals: unknown[] = [];
  await gateway({ signal: (name) => Promise.resolve(signals.push(name)) }).tryNow(ID);
  expect(signals).toEqual(['tryNow']);
  await gateway({ signal: notFound }).tryNow(ID);
  await expect(gateway({ signal: away }).tryNow(ID)).rejects.toThrow(TemporalUnavailableError);
});

describe('a wish to cancel', () => {
  it('goes to the workflow with its reason', async () => {
    const updates: unknown[] = [];
    const tasks = gateway({
      executeUpdate: (name, { args }) => Promise.resolve(updates.push([name, ...args])),
    });
    expect(await tasks.cancel(ID, 'enough')).toBe('accepted');
    expect(updates).toEqual([['cancel', { reason: 'enough' }]]);
  });

  it('is kept by Temporal when no worker takes it up', async () => {
    let asked = 0;
    const cancel = () => Promise.resolve(++asked);
    expect(await gateway({ executeUpdate: away, cancel }).cancel(ID, 'enough')).toBe('queued');
    expect(asked).toBe(1);
  });

  it('comes too late for a workflow that has closed, closes, or refuses', async () => {
    const closed = { ...open, status: { name: 'COMPLETED' } };
    expect(await gateway({ describe: () => Promise.resolve(closed) }).cancel(ID, 'x')).toBe('ended');
    expect(await gateway({ executeUpdate: notFound }).cancel(ID, 'x')).toBe('ended');
    const refuse = () => Promise.reject(new WorkflowUpdateFailedError('at its end', undefined));
    expect(await gateway({ executeUpdate: refuse }).cancel(ID, 'x')).toBe('ended');
    expect(await gateway({ describe: notFound }).cancel(ID, 'x')).toBe('unknown');
  });

  it('fails as other faults do', async () => {
    const fault = () => Promise.reject(new TypeError('fault'));
    await expect(gateway({ executeUpdate: fault }).cancel(ID, 'x')).rejects.toThrow('fault');
  });
});

describe('a change of priority', () => {
  it('goes to the workflow, which answers with the task', async () => {
    const updates: unknown[] = [];
    const tasks = gateway({
      executeUpdate: (name, { args }) => {
        updates.push([name, ...args]);
        return Promise.resolve(STATE);
      },
    });
    expect(await tasks.reprioritise(ID, 9)).toEqual({ kind: 'done', state: STATE });
    expect(updates).toEqual([['reprioritise', { priority: 9 }]]);
  });

  it('comes too late for a workflow that has closed, closes, or refuses', async () => {
    const closed = { ...open, status: { name: 'FAILED' } };
    expect(await gateway({ describe: () => Promise.resolve(closed) }).reprioritise(ID, 9)).toEqual({ kind: 'ended' });
    expect(await gateway({ executeUpdate: notFound }).reprioritise(ID, 9)).toEqual({ kind: 'ended' });
    expect(await gateway({ describe: notFound }).reprioritise(ID, 9)).toEqual({ kind: 'unknown' });
  });

  it('is not kept when no worker takes it up', async () => {
    await expect(gateway({ executeUpdate: away }).reprioritise(ID, 9)).rejects.toThrow(TemporalUnavailableError);
  });
});

it('a ping is an answer of whatever kind', async () => {
  await expect(gateway({}).ping()).resolves.toBeUndefined();
});
