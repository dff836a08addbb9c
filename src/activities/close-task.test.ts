import { describe, expect, it, vi } from 'vitest';
import { activityEnvironment, runActivity } from '../../tests/support/activities/environment.ts';
import { fakePorts, type World } from '../../tests/support/activities/fake-ports.ts';
import { phaseInput, TASK_ID } from '../../tests/support/activities/phase-input.ts';
import type { TaskStatus } from '../domain/task.ts';
import { createLightActivities, createPhaseActivities } from './index.ts';

function close(status: TaskStatus, keep_workspace: boolean, world: World = {}, env = activityEnvironment()) {
  const { ports, done } = fakePorts(world);
  const state = { ...phaseInput('E2E_VALIDATION').state, status };
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
