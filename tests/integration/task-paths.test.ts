import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskIdOfKey } from '../../src/api/tasks/task-id.ts';
import { PHASES } from '../../src/domain/phase.ts';
import { processesOfRun, processesWith } from '../support/processes.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

let world: World;
let chimera: Chimera;

beforeAll(async () => {
  world = await createWorld({ project: { limits: { CODE_IMPLEMENTATION: 20 } } });
  chimera = await world.start();
});
afterAll(async () => {
  await world.close();
});

const run = async (key: string) => world.until(chimera, await world.submit(chimera, key), ended);
const git = async (...args: string[]) => (await execa('git', ['-C', world.origin, ...args])).stdout;
const actions = async (taskId: string) => {
  const begun = (await world.journal(taskId)).filter(({ what }) => what === 'begin');
  return begun.map(({ action, round }) => `${action} ${round}`);
};

describe('a task on the real server', () => {
  it('makes its agent calls in order and ends with the change on its own branch', async () => {
    const task = await run('in order');
    expect(task).toMatchObject({ status: 'completed', phase: 'COMPLETE', result: { validation_status: 'passed' } });
    expect(task.phases.map(({ phase, status, attempts }) => [phase, status, attempts])).toEqual(
      PHASES.map((phase) => [phase, 'passed', 1]),
    );
    expect(await actions(task.task_id)).toEqual([
      'generate_test 1',
      'implement_feature 1',
      'review_change 1',
      'execute_test 1',
    ]);
    const branch = `chimera/${task.task_id}`;
    expect(await git('rev-parse', branch)).toBe(task.result?.commit_sha);
    expect(await git('diff', '--name-only', `main..${branch}`)).toBe(
      `features/${task.task_id}\ntests/e2e/chimera/${task.task_id}.spec.ts`,
    );
  });

  it('ends FAILED at E2E_VALIDATION with the failing assertion when the implementation stays wrong', async () => {
    await world.spoil(taskIdOfKey('stays wrong'), 'execute_test');
    const task = await run('stays wrong');
    expect(task).toMatchObject({ status: 'failed', rework: { review: 0, validation: 2 } });
    expect(task.error?.phase).toBe('E2E_VALIDATION');
    expect(task.error?.message).toContain('expected 9, got 10');
    expect((await actions(task.task_id)).filter((call) => call.startsWith('implement'))).toHaveLength(3);
    const told = await git('show', `chimera/${task.task_id}:features/${task.task_id}`);
    expect(told).toContain('round 3');
    expect(told).toContain('expected 9, got 10');
  });

  it('never deploys what the review rejected', async () => {
    await world.spoil(taskIdOfKey('rejected'), 'review_change');
    const task = await run('rejected');
    expect(task).toMatchObject({ status: 'failed', error: { phase: 'GUARDIAN_REVIEW' } });
    expect(task.error?.message).toContain('not like this');
    expect(task.phases.find(({ phase }) => phase === 'STAGING_DEPLOYMENT')).toMatchObject({
      status: 'pending',
      attempts: 0,
    });
    expect(await actions(task.task_id)).not.toContain('execute_test 1');
  });

  it('stops a coder that hangs at its limit, and all that it started', async () => {
    await world.hold(taskIdOfKey('hangs'), 'implement_feature');
    const task = await run('hangs');
    expect(task).toMatchObject({
      status: 'dead_lettered',
      error: { phase: 'CODE_IMPLEMENTATION', type: 'PhaseLimitError', retry_count: 0 },
    });
    expect(task.error?.message).toContain('limit of 20 s');
    const [, coder] = await world.journal(task.task_id).then((all) => all.filter(({ what }) => what === 'begin'));
    expect(coder?.action).toBe('implement_feature');
    expect(await processesOfRun(coder?.run ?? '')).toEqual([]);
  });

  it('keeps tasks apart that work side by side on one project', async () => {
    const before = await git('rev-parse', 'main');
    const tasks = await Promise.all(['left', 'right', 'above', 'below'].map(run));
    // The fixture's proof passes only when staging shows the task's own feature and no other.
    expect(tasks.map(({ error }) => error?.message ?? null)).toEqual([null, null, null, null]);
    expect(await git('rev-parse', 'main')).toBe(before);
    expect(await git('ls-tree', '--name-only', 'main')).toBe('server.mjs');
  });

  it('leaves no process and no worktree of an ended task', async () => {
    expect(await processesWith(world.directory)).toEqual([]);
    const worktrees = await execa('git', ['-C', `${world.data}/mirrors/tiny.git`, 'worktree', 'list', '--porcelain']);
    const kept = worktrees.stdout
      .split('\n')
      .filter((line) => line.startsWith('worktree ') && line.includes('/workspaces/'));
    // Those of the failed tasks are kept for a person to look at.
    const failed = ['stays wrong', 'rejected', 'hangs'].map(taskIdOfKey);
    expect(kept.map((line) => line.split('/').at(-1)).sort()).toEqual(failed.sort());
  });
});
