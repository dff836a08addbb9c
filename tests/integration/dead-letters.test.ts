import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeadLetter, PARKING_LIMIT_MS } from '../../src/domain/dead-letter.ts';
import {
  CircuitBreakerOpenError,
  TransientAgentError,
  TryAgainLaterError,
  WorkMissingError,
} from '../../src/domain/failure.ts';
import { STANDARD_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import type { TaskState } from '../../src/domain/task.ts';
import {
  QUERY_DEAD_LETTER,
  QUERY_STATE,
  TASK_QUEUE,
  TASK_WORKFLOW,
  type TaskInput,
  UPDATE_ANNOTATE,
  UPDATE_CANCEL,
  UPDATE_DISCARD,
  UPDATE_REQUEUE,
} from '../../src/workflows/task/contract.ts';
import { failing, first, giving, working } from '../replay/scripted-work.ts';
import { eventually } from '../support/eventually.ts';
import { createStage, GOOD, type Scripts } from '../support/scripted-phases.ts';
import { runWorkers } from '../support/scripted-workers.ts';
import { taskInput } from '../support/task-input.ts';
import { type DevServer, startDevServer } from '../support/dev-server.ts';

let server: DevServer;
let stop: () => Promise<void>;
const stage = createStage();
let count = 0;

const broken = failing(new TransientAgentError('The service is busy.'));
const retry = { ...STANDARD_RETRY_POLICY, maxRetries: 0 };

beforeAll(async () => {
  server = await startDevServer();
  stop = await runWorkers(server.native, stage, { namespace: server.namespace });
});
afterAll(async () => {
  await stop();
  await server.stop();
});

/** Starts a task with scripted phases. */
async function begin(scripts: Scripts, changes: Partial<TaskInput> = {}) {
  count += 1;
  const workflowId = `chimera-${count.toString(16).padStart(12, '0')}`;
  const script = stage.play(workflowId, scripts);
  const input = taskInput({ retry, parking_limit_ms: PARKING_LIMIT_MS, ...changes });
  const handle = await server.client.workflow.start(TASK_WORKFLOW, {
    taskQueue: TASK_QUEUE,
    workflowId,
    args: [input],
  });
  return { handle: server.client.workflow.getHandle(workflowId), first: handle, script };
}

/** The task's letter, once it is parked for the given time. */
function parked(handle: WorkflowHandle, generation = 1): Promise<DeadLetter> {
  return eventually(`the task is parked for time ${generation}`, async () => {
    const letter = await handle.query<DeadLetter | null>(QUERY_DEAD_LETTER);
    return letter?.generation === generation && letter.status === 'parked' ? letter : undefined;
  });
}

const update = (handle: WorkflowHandle, name: string, payload?: object) =>
  payload === undefined
    ? handle.executeUpdate<DeadLetter, []>(name)
    : handle.executeUpdate<DeadLetter, [object]>(name, { args: [payload] });

/** The state in which a task ended that did not complete. */
async function endOf(handle: WorkflowHandle): Promise<TaskState> {
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  return await handle.query<TaskState>(QUERY_STATE);
}

const reasonOf = (refused: Promise<unknown>): Promise<string> =>
  refused.then(
    () => 'was not refused',
    (error: unknown) => ((error as Error).cause as Error).message,
  );

describe('a task whose retries are exhausted', () => {
  it('is parked with its error and all that it finished, and its workspace is kept', async () => {
    const { handle, script } = await begin({ CODE_IMPLEMENTATION: broken });
    const letter = await parked(handle);
    expect(letter).toMatchObject({
      id: `${handle.workflowId}-1`,
      phase: 'CODE_IMPLEMENTATION',
      error: { type: 'TransientAgentError', message: 'The service is busy.' },
      retry_count: 0,
      investigated: false,
      workflow_state: { pipeline: { finished: [{ result: { phase: 'E2E_TEST_GENERATION' } }] } },
    });
    expect(await handle.query(QUERY_STATE)).toMatchObject({
      status: 'dead_lettered',
      phase: 'DEAD_LETTERED',
      waiting_for: { kind: 'operator' },
    });
    expect(script.closings).toMatchObject([{ keep_workspace: true, state: { status: 'dead_lettered' } }]);
    await update(handle, UPDATE_DISCARD, { reason: 'a test' });
    await endOf(handle);
  });

  it('goes on from the failed phase when it is requeued, and nothing before it runs again', async () => {
    const work = first(broken, giving(GOOD.CODE_IMPLEMENTATION));
    const { handle, script } = await begin({ CODE_IMPLEMENTATION: work });
    await parked(handle);
    const answer = await update(handle, UPDATE_REQUEUE, { generation: 1, reason: 'the service is back' });
    expect(answer).toMatchObject({ status: 'requeued', reason: 'the service is back' });
    const state = (await handle.result()) as TaskState;
    expect(state).toMatchObject({ status: 'completed', task_id: handle.workflowId });
    expect(state.error).toBeUndefined();
    expect(state.phases.map(({ attempts }) => attempts)).toEqual([1, 2, 1, 1, 1]);
    expect(script.order().slice(0, 3)).toEqual([
      'E2E_TEST_GENERATION 1',
      'CODE_IMPLEMENTATION 1',
      'CODE_IMPLEMENTATION 1',
    ]);
    expect(script.letters.map(({ status }) => status)).toEqual(['parked', 'requeued']);
  });

  it('can be parked again, as another generation', async () => {
    const { handle } = await begin({ CODE_IMPLEMENTATION: broken });
    await parked(handle);
    await update(handle, UPDATE_REQUEUE);
    await parked(handle, 2);
    expect(await reasonOf(update(handle, UPDATE_REQUEUE, { generation: 1 }))).toContain('this is generation 2, not 1');
    await update(handle, UPDATE_DISCARD, { generation: 2 });
    expect(await endOf(handle)).toMatchObject({ status: 'discarded', error: { phase: 'CODE_IMPLEMENTATION' } });
  });

  it('is parked again, with what is missing, when its commit is gone, and goes on once that is restored', async () => {
    const gone = failing(new WorkMissingError('Commit c1 is missing.'));
    const restored = giving(GOOD.CODE_IMPLEMENTATION);
    const { handle, script } = await begin({
      CODE_IMPLEMENTATION: (input, call) => (call === 1 ? broken : call === 2 ? gone : restored)(input, call),
    });
    await parked(handle);
    await update(handle, UPDATE_REQUEUE);
    const letter = await parked(handle, 2);
    expect(letter.error).toMatchObject({ type: 'WorkMissingError', message: 'Commit c1 is missing.' });
    await update(handle, UPDATE_REQUEUE, { generation: 2, reason: 'the branch is back' });
    expect((await handle.result()) as TaskState).toMatchObject({ status: 'completed' });
    expect(script.order().slice(0, 5)).toEqual([
      'E2E_TEST_GENERATION 1',
      'CODE_IMPLEMENTATION 1',
      'CODE_IMPLEMENTATION 1',
      'CODE_IMPLEMENTATION 1',
      'GUARDIAN_REVIEW 1',
    ]);
  });

  it('has one winner of two decisions at once; the other is told who won', async () => {
    const { handle } = await begin({ CODE_IMPLEMENTATION: first(broken, giving(GOOD.CODE_IMPLEMENTATION)) });
    await parked(handle);
    const both = await Promise.allSettled([update(handle, UPDATE_REQUEUE), update(handle, UPDATE_DISCARD)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const loser = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(((loser.reason as Error).cause as Error).message).toMatch(/not in the dead letter queue any more: it was /);
    await handle.result().catch(() => undefined);
  });

  it('keeps what was found out about it, and refuses what makes no sense', async () => {
    const { handle, script } = await begin({ CODE_IMPLEMENTATION: broken });
    await parked(handle);
    const noted = await update(handle, UPDATE_ANNOTATE, { investigated: true, resolution: 'their outage' });
    expect(noted).toMatchObject({ investigated: true, resolution: 'their outage', status: 'parked' });
    expect(await reasonOf(update(handle, UPDATE_ANNOTATE, { investigated: 'yes' }))).toContain('true or false');
    expect(await reasonOf(update(handle, UPDATE_ANNOTATE, {}))).toContain('must be given');
    await update(handle, UPDATE_DISCARD);
    await endOf(handle);
    expect(script.letters.map(({ status, investigated }) => `${status} ${investigated}`)).toEqual([
      'parked false',
      'parked true',
      'discarded true',
    ]);
  });

  it('is discarded by itself when nobody decides in time', async () => {
    const { handle } = await begin({ CODE_IMPLEMENTATION: broken }, { parking_limit_ms: 1_000 });
    expect(await endOf(handle)).toMatchObject({ status: 'discarded' });
    expect(await handle.query(QUERY_DEAD_LETTER)).toMatchObject({
      reason: expect.stringMatching(/^Nobody decided within /) as string,
    });
  });

  it('is cancelled like any other', async () => {
    const { handle } = await begin({ CODE_IMPLEMENTATION: broken });
    await parked(handle);
    await handle.executeUpdate(UPDATE_CANCEL, { args: [{ reason: 'not needed' }] });
    await eventually(
      'it ends',
      async () => (await handle.query<TaskState>(QUERY_STATE)).status === 'cancelled' || undefined,
    );
    expect(await handle.query(QUERY_DEAD_LETTER)).toMatchObject({ status: 'cancelled', reason: 'not needed' });
  });
});

describe('a task that is at work', () => {
  it('takes no decision about a dead letter, and says that it never was one', async () => {
    const { handle } = await begin({ GUARDIAN_REVIEW: working });
    expect(await reasonOf(update(handle, UPDATE_REQUEUE))).toContain('never was');
    expect(await handle.query(QUERY_DEAD_LETTER)).toBeNull();
    await handle.terminate();
  });
});

describe('a phase that has to wait', () => {
  const openOnce = first(failing(new CircuitBreakerOpenError('coder-agent', 1_500)), giving(GOOD.CODE_IMPLEMENTATION));
  const laterOnce = first(failing(new TryAgainLaterError('Quota used up.', 1_500)), giving(GOOD.CODE_IMPLEMENTATION));

  it('waits for an open breaker without using up an attempt, though it has no retries', async () => {
    const { handle, script } = await begin({ CODE_IMPLEMENTATION: openOnce });
    const state = (await handle.result()) as TaskState;
    expect(state.phases.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
    const [, second] = script.calls.filter(({ phase }) => phase === 'CODE_IMPLEMENTATION');
    expect(second?.tries).toMatchObject({ failures: 0, log: [{ kind: 'postponed', delay_ms: 1_500 }] });
  });

  it('is parked when it has waited too long in a row, with an error that says for whom', async () => {
    const open = failing(new CircuitBreakerOpenError('coder-agent', 60_000));
    const { handle, script } = await begin(
      { CODE_IMPLEMENTATION: open },
      { retry: { ...retry, longestWaitMs: 1_000 } },
    );
    const letter = await parked(handle);
    expect(letter.error).toMatchObject({
      type: 'CircuitBreakerOpenError',
      message: expect.stringMatching(/^Waited 1(\.\d)? s for coder-agent, and may wait no longer\. /) as string,
      retry_count: 0,
    });
    const waits = script.calls.filter(({ phase }) => phase === 'CODE_IMPLEMENTATION');
    expect(waits.map(({ tries }) => tries?.waiting_since !== undefined)).toEqual([false, true]);
    await update(handle, UPDATE_DISCARD);
    await endOf(handle);
  });

  it('waits until the time that its provider named', async () => {
    const { handle } = await begin({ CODE_IMPLEMENTATION: laterOnce });
    const { phases } = (await handle.result()) as TaskState;
    const [, coding] = phases;
    expect(coding?.retries).toMatchObject([{ kind: 'postponed', error: 'Quota used up.', delay_ms: 1_500 }]);
  });
});
