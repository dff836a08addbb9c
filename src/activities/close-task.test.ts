import { describe, expect, it, vi } from 'vitest';
import { activityEnvironment, runActivity } from '../../tests/support/activities/environment.ts';
import { fakePorts, type World } from '../../tests/support/activities/fake-ports.ts';
import { BEGUN, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { CloseInput } from '../workflows/task/contract.ts';
import { createLightActivities, createPhaseActivities } from './index.ts';

function close(status: TaskStatus, keep_workspace: boolean, world: World = {}, env = activityEnvironment()) {
  const { ports, done } = fakePorts(world);
  const state = { ...BEGUN, status };
  return { done, closed: runActivity(createLightActivities(ports).closeTask, { state, keep_workspace }, env) };
}

describe('the closing of a task', () => {
  it('ends the deployment, removes the workspace and records the end', async () => {
    const released: string[] = [];
    const release = (taskId: string) => Promise.resolve(void released.push(taskId));
    const { done, closed } = close('completed', false, { release });
    await closed;
    expect(released).toEqual([TASK_ID]);
    expect(done).toEqual([`remove ${TASK_ID}`, 'record task completed']);
  });

  it.each(['failed', 'cancelled', 'discarded'] as const)(
    'of a task that is %s removes the work that its coder did not finish',
    async (status) => {
      const { done, closed } = close(status, false, { goesOn: true });
      await closed;
      expect(done).toContain(`drop the unfinished work of ${TASK_ID}`);
    },
  );

  it.each(['dead_lettered', 'completed'] as const)(
    'of a task that is %s does not, for it may be requeued, or has done so',
    async (status) => {
      const { done, closed } = close(status, status === 'dead_lettered', { goesOn: true });
      await closed;
      expect(done).not.toContain(`drop the unfinished work of ${TASK_ID}`);
    },
  );

  it('is held up by no origin that is away', async () => {
    const dropUnfinished = () => Promise.reject(new Error('the origin is away'));
    const { done, closed } = close('failed', false, { goesOn: true, dropUnfinished });
    await closed;
    expect(done).toContain('record task failed');
  });

  it('is counted, with how long the task took', async () => {
    const { ports, counted } = fakePorts();
    const times = { created_at: '2030-01-01T00:00:00.000Z', started_at: '2030-01-01T00:00:10.000Z' };
    const state = {
      ...BEGUN,
      ...times,
      finished_at: '2030-01-01T00:01:00.000Z',
      status: 'completed' as const,
    };
    await runActivity(createLightActivities(ports).closeTask, { state, keep_workspace: false }, activityEnvironment());
    expect(await counted()).toContain('chimera_workflow_execution_calls_total{status="completed"} 1');
    expect(await counted()).toContain('chimera_workflow_duration_seconds_sum{status="completed"} 60');
    expect(await counted()).toContain('chimera_workflow_execution_duration_seconds_sum{status="completed"} 50');
  });

  it.each(['discarded', 'cancelled'] as const)(
    'of a parked task that is %s counts, without the time that it waited for a decision',
    async (status) => {
      const { ports, counted } = fakePorts();
      const state = { ...BEGUN, status, started_at: '1970-01-01T00:00:00.000Z' };
      const release = { pool: 'default', message: { kind: 'unparked', task_id: TASK_ID } } as const;
      const input = { state, keep_workspace: false, release };
      await runActivity(createLightActivities(ports).closeTask, input, activityEnvironment());
      expect(await counted()).toContain(`chimera_workflow_execution_calls_total{status="${status}"} 1`);
      expect(await counted()).toContain(`chimera_workflow_execution_calls{status="${status}"} 1`);
      expect(await counted()).not.toMatch(/chimera_workflow_(execution_)?duration_seconds_count\{/);
    },
  );

  it('keeps the workspace of a failed task for a time', async () => {
    const { done, closed } = close('failed', true);
    await closed;
    expect(done).toEqual([`keep ${TASK_ID} until 6000`, 'record task failed']);
  });

  it('asks Temporal to cancel a cancelled task, at the very end', async () => {
    const { done, closed } = close('cancelled', false);
    await closed;
    expect(done).toEqual([`remove ${TASK_ID}`, 'record task cancelled', `cancel ${TASK_ID}`]);
  });

  it('leaves everything else for its next attempt when the deployment cannot be ended', async () => {
    const { done, closed } = close('completed', false, { release: () => Promise.reject(new Error('still there')) });
    await expect(closed).rejects.toThrow('still there');
    expect(done).toEqual([]);
  });

  it('shows a sign of life each second, and none after its end', async () => {
    vi.useFakeTimers();
    try {
      const env = activityEnvironment();
      let beats = 0;
      env.on('heartbeat', () => (beats += 1));
      const release = () => new Promise<void>((resolve) => setTimeout(resolve, 2_500));
      const { closed } = close('completed', false, { release }, env);
      await vi.advanceTimersByTimeAsync(5_000);
      await closed;
      expect(beats).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('shows no sign of life any more when its pool could not be told', async () => {
    vi.useFakeTimers();
    try {
      const env = activityEnvironment();
      let beats = 0;
      env.on('heartbeat', () => (beats += 1));
      const { ports } = fakePorts();
      const pools = { tell: () => Promise.reject(new Error('no Temporal')) };
      const input: CloseInput = {
        state: { ...BEGUN, status: 'completed' },
        keep_workspace: false,
        release: { pool: 'default', message: { kind: 'parked', task_id: TASK_ID } },
      };
      const closed = runActivity(createLightActivities({ ...ports, pools }).closeTask, input, env);
      await expect(closed).rejects.toThrow('no Temporal');
      await vi.advanceTimersByTimeAsync(5_000);
      expect(beats).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the closing of a task by the worker at hand', () => {
  function closeHere(host?: string) {
    const { ports, done } = fakePorts();
    const state = { ...BEGUN, status: 'completed' } as const;
    const { closeTaskHere } = createLightActivities({ ...ports, hostTaskQueue: 'chimera-host-here' });
    const closed = runActivity((input: CloseInput) => closeTaskHere(input, host), { state, keep_workspace: false });
    return { done, closed };
  }

  it.each([undefined, 'chimera-host-here'])('does it all for a deployment on %s', async (host) => {
    const { done, closed } = closeHere(host);
    expect(await closed).toBe(true);
    expect(done).toEqual([`remove ${TASK_ID}`, 'record task completed']);
  });

  it('does nothing for a deployment on another host', async () => {
    const { done, closed } = closeHere('chimera-host-there');
    expect(await closed).toBe(false);
    expect(done).toEqual([]);
  });
});

describe('the activities', () => {
  it('are one a phase, under the names that the workflow calls', () => {
    expect(Object.keys(createPhaseActivities(fakePorts().ports))).toEqual([
      'generateTest',
      'implementFeature',
      'reviewChange',
      'deployToStaging',
      'validateOnStaging',
    ]);
  });
});
