import { ApplicationFailure, Context } from '@temporalio/activity';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { TransientAgentError } from '../../src/domain/failure.ts';
import type { Phase } from '../../src/domain/phase.ts';
import type { PhaseResult } from '../../src/domain/phase-result.ts';
import type { TaskState } from '../../src/domain/task.ts';
import {
  type CancelRequest,
  QUERY_STATE,
  TASK_QUEUE,
  TASK_WORKFLOW,
  type TaskInput,
  UPDATE_APPROVE,
  UPDATE_CANCEL,
} from '../../src/workflows/task/contract.ts';
import { failing } from '../replay/scripted-work.ts';
import { FAILED_PROOF, GOOD, type Play, REJECTION, type Script, type Scripts } from '../support/scripted-phases.ts';
import { HOST_ALIVE } from '../support/scripted-workers.ts';
import { skippingStage } from '../support/skipping-stage.ts';
import { taskInput } from '../support/task-input.ts';

const { stage, server } = skippingStage();
let count = 0;

/** Runs one task with scripted phases; `during` acts on it while it runs. */
async function trial(
  scripts: Scripts,
  changes: Partial<TaskInput> = {},
  during: (handle: WorkflowHandle, script: Play) => Promise<void> = () => Promise.resolve(),
): Promise<{ state: TaskState; script: Play; handle: WorkflowHandle }> {
  count += 1;
  const workflowId = `chimera-${count.toString(16).padStart(12, '0')}`;
  const script = stage.play(workflowId, scripts);
  const options = { taskQueue: TASK_QUEUE, workflowId, args: [taskInput(changes)] };
  const handle = await server().client.workflow.start(TASK_WORKFLOW, options);
  const end = handle.result().then(
    (state) => state as TaskState,
    async (error: unknown) => {
      if (!(error instanceof WorkflowFailedError)) throw error;
      return await handle.query<TaskState>(QUERY_STATE);
    },
  );
  await during(handle, script);
  return { state: await end, script, handle };
}

const recordOf = (state: TaskState, phase: Phase) => state.phases.find((record) => record.phase === phase);
const scheduledOn = async (handle: WorkflowHandle, queue: string) =>
  (await handle.fetchHistory()).events?.some(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.taskQueue?.name === queue,
  );
const closeStatus = async (handle: WorkflowHandle) => (await handle.describe()).status.name;
const busy = failing(new TransientAgentError('busy'));

/** A phase that works until it is cancelled. */
const untilCancelled: Script = async () => {
  const context = Context.current();
  const beat = setInterval(() => {
    context.heartbeat();
  }, 50);
  try {
    return await context.cancelled;
  } finally {
    clearInterval(beat);
  }
};

describe('a task', () => {
  it('goes through its five phases in order and completes with what it has to show', async () => {
    const { state, script, handle } = await trial({});
    expect(script.order()).toEqual([
      'E2E_TEST_GENERATION 1',
      'CODE_IMPLEMENTATION 1',
      'GUARDIAN_REVIEW 1',
      'STAGING_DEPLOYMENT 1',
      'E2E_VALIDATION 1',
    ]);
    expect(state).toMatchObject({ status: 'completed', phase: 'COMPLETE', result: { commit_sha: 'c2' } });
    expect(script.closings).toMatchObject([{ keep_workspace: false, state: { status: 'completed' } }]);
    expect(await closeStatus(handle)).toBe('COMPLETED');
  });

  it('builds nothing when the feature is there already', async () => {
    const there = { ...GOOD.E2E_TEST_GENERATION, verdict: 'already_satisfied' } as const;
    const { state, script } = await trial({ E2E_TEST_GENERATION: () => there as never });
    expect(state).toMatchObject({ status: 'completed', result: { already_satisfied: true } });
    expect(script.calls).toHaveLength(1);
  });

  it('ends FAILED at a rejected review and never deploys', async () => {
    const { state, script, handle } = await trial({ GUARDIAN_REVIEW: () => REJECTION });
    expect(state).toMatchObject({
      status: 'failed',
      phase: 'FAILED',
      error: { phase: 'GUARDIAN_REVIEW', type: 'Verdict' },
    });
    expect(script.order()).not.toContain('STAGING_DEPLOYMENT 1');
    expect(script.closings).toMatchObject([{ keep_workspace: true }]);
    expect(await closeStatus(handle)).toBe('FAILED');
  });

  it('sends a failed proof back with its assertions and the same test, then completes', async () => {
    const { state, script } = await trial({
      E2E_VALIDATION: (_, call) => (call === 1 ? FAILED_PROOF : GOOD.E2E_VALIDATION),
    });
    expect(state).toMatchObject({ status: 'completed', rework: { review: 0, validation: 1 } });
    const [, second] = script.calls.filter(({ phase }) => phase === 'CODE_IMPLEMENTATION');
    expect(second?.feedback).toMatchObject({
      from: 'E2E_VALIDATION',
      failures: [{ error: 'expected 9, got 10' }],
    });
    expect(script.order().filter((call) => call.startsWith('E2E_TEST_GENERATION'))).toHaveLength(1);
  });

  it('ends FAILED at E2E_VALIDATION past the rework bound, with the failing assertion', async () => {
    const { state, script } = await trial({ E2E_VALIDATION: () => FAILED_PROOF });
    expect(state.error).toMatchObject({
      phase: 'E2E_VALIDATION',
      message: expect.stringContaining('expected 9, got 10') as string,
    });
    expect(script.order().filter((call) => call.startsWith('CODE_IMPLEMENTATION'))).toHaveLength(3);
  });

  it('repeats a phase after a transient error, at most three times, and names it when it gives up', async () => {
    const { state, script } = await trial({
      CODE_IMPLEMENTATION: busy,
    });
    expect(script.calls.filter(({ phase }) => phase === 'CODE_IMPLEMENTATION')).toHaveLength(4);
    expect(state.error).toEqual({
      phase: 'CODE_IMPLEMENTATION',
      type: 'TransientAgentError',
      message: 'busy',
      retry_count: 3,
    });
    expect(recordOf(state, 'CODE_IMPLEMENTATION')).toMatchObject({ status: 'failed', attempts: 4 });
  });

  it('counts the attempts of a phase that recovers', async () => {
    const { state } = await trial({
      GUARDIAN_REVIEW: (given, call) => (call < 3 ? busy(given, call) : GOOD.GUARDIAN_REVIEW),
    });
    expect(state.status).toBe('completed');
    expect(recordOf(state, 'GUARDIAN_REVIEW')).toMatchObject({ status: 'passed', attempts: 3 });
  });

  it('never repeats a terminal error', async () => {
    const { state, script } = await trial({
      CODE_IMPLEMENTATION: () => {
        throw ApplicationFailure.nonRetryable('no such program', 'TerminalAgentError', { attempts: 1 });
      },
    });
    expect(script.calls).toHaveLength(2);
    expect(state.error).toMatchObject({ type: 'TerminalAgentError', retry_count: 0 });
  });

  it('stops its work on the Update cancel, cleans up, and says why', async () => {
    const { state, script } = await trial({ CODE_IMPLEMENTATION: untilCancelled }, {}, async (handle, { calls }) => {
      await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(2);
      await handle.executeUpdate<TaskState, [CancelRequest]>(UPDATE_CANCEL, { args: [{ reason: 'not needed' }] });
    });
    expect(state).toMatchObject({ status: 'cancelled', phase: 'CANCELLED', error: { message: 'not needed' } });
    expect(recordOf(state, 'CODE_IMPLEMENTATION')?.status).toBe('cancelled');
    expect(script.closings).toMatchObject([{ keep_workspace: false }]);
  });

  it('closes as cancelled when Temporal is asked to cancel it', async () => {
    const { state, handle } = await trial({ GUARDIAN_REVIEW: untilCancelled }, {}, async (handle, { calls }) => {
      await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(3);
      await handle.cancel();
    });
    expect(state).toMatchObject({ status: 'cancelled', error: { phase: 'GUARDIAN_REVIEW' } });
    expect(await closeStatus(handle)).toBe('CANCELLED');
  });

  it('refuses approve: there is no gate', async () => {
    await trial({ CODE_IMPLEMENTATION: untilCancelled }, {}, async (handle, { calls }) => {
      await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(2);
      await expect(handle.executeUpdate(UPDATE_APPROVE)).rejects.toMatchObject({
        cause: { message: expect.stringContaining('no approval gate') as string },
      });
      await handle.cancel();
    });
  });

  it('deploys again when the host of its deployment does not answer', async () => {
    const on = (host: string): PhaseResult => ({
      phase: 'STAGING_DEPLOYMENT',
      verdict: 'deployed',
      output: { deployment_url: 'http://127.0.0.1:1', commit_sha: 'c2', host_task_queue: host },
      artifacts: [],
    });
    const hosts = ['chimera-host-gone', HOST_ALIVE];
    const scripts: Scripts = { STAGING_DEPLOYMENT: (_, call) => on(hosts[call - 1] ?? HOST_ALIVE) };
    const { state, script } = await trial(scripts, {}, async (handle) => {
      await expect.poll(() => scheduledOn(handle, 'chimera-host-gone'), { timeout: 10_000 }).toBe(true);
      await server().sleep('61s');
    });
    expect(state.status).toBe('completed');
    expect(script.order().filter((call) => call.startsWith('STAGING_DEPLOYMENT'))).toHaveLength(2);
    expect(script.order().filter((call) => call.startsWith('E2E_VALIDATION'))).toHaveLength(1);
  });

  it('deploys again when the proof finds the deployment gone', async () => {
    const { state, script } = await trial({
      E2E_VALIDATION: (_, call) => {
        if (call === 1)
          throw ApplicationFailure.nonRetryable('it does not answer', 'DeploymentLostError', { attempts: 1 });
        return GOOD.E2E_VALIDATION;
      },
    });
    expect(state.status).toBe('completed');
    expect(script.order().filter((call) => call.startsWith('STAGING_DEPLOYMENT'))).toHaveLength(2);
  });
});
