import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { taskIdOfKey } from '../../src/api/tasks/task-id.ts';
import { type AgentAction, type Phase, PHASE_PROFILES, PHASES } from '../../src/domain/phase.ts';
import { eventually } from '../support/eventually.ts';
import { processesOfRun, processesWith } from '../support/processes.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

let world: World;
let chimera: Chimera;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
});
afterEach(async () => {
  await chimera.stop();
});

/** A task held at work in each of the five phases; the phase is the key of each. */
async function oneInEachPhase(name: string): Promise<ReadonlyMap<Phase, string>> {
  const tasks = new Map(PHASES.map((phase) => [phase, taskIdOfKey(`${name} ${phase}`)]));
  for (const [phase, taskId] of tasks) await world.hold(taskId, PHASE_PROFILES[phase].action);
  await Promise.all(PHASES.map((phase) => world.submit(chimera, `${name} ${phase}`)));
  for (const [phase, taskId] of tasks) {
    await world.until(chimera, taskId, (task) => task.phase === phase);
    await atWork(taskId, phase);
  }
  return tasks;
}

/** Waits until the agent of a phase is at work: it says so in the journal, or its staging process runs. */
async function atWork(taskId: string, phase: Phase): Promise<void> {
  const { action } = PHASE_PROFILES[phase];
  await eventually(`${action} of ${taskId}`, async () => {
    if (action === 'deploy_to_staging') return (await staging(taskId)).length > 0 ? true : undefined;
    return (await begun(taskId, action)) > 0 ? true : undefined;
  });
}

const begun = async (taskId: string, action: AgentAction) =>
  (await world.journal(taskId)).filter((entry) => entry.action === action && entry.what === 'begin').length;
const staging = (taskId: string) => processesWith(`staging/checkouts/${taskId}`);
const letAllGo = (tasks: ReadonlyMap<Phase, string>) =>
  Promise.all([...tasks].map(([phase, taskId]) => world.letGo(taskId, PHASE_PROFILES[phase].action)));

describe('Chimera, killed in each of the five phases', () => {
  it('goes on in that phase, and runs no finished phase again', async () => {
    chimera = await world.start();
    const tasks = await oneInEachPhase('killed');
    const agents = (await world.journal()).map(({ run }) => run);
    await chimera.kill();
    await eventually('the orphaned agents are gone', async () => {
      const left = await Promise.all(agents.map(processesOfRun));
      return left.flat().length === 0 ? true : undefined;
    });
    chimera = await world.start();
    await letAllGo(tasks);
    for (const [held, taskId] of tasks) {
      const task = await world.until(chimera, taskId, ended);
      expect(task).toMatchObject({ status: 'completed', rework: { review: 0, validation: 0 } });
      for (const { phase, attempts } of task.phases) {
        const expected = phase === held ? 'repeated' : 'once';
        expect([phase, attempts > 1 ? 'repeated' : 'once']).toEqual([phase, expected]);
        const { action } = PHASE_PROFILES[phase];
        if (action !== 'deploy_to_staging') expect(await begun(taskId, action)).toBe(phase === held ? 2 : 1);
      }
    }
  });
});

describe('the Temporal server, killed while tasks are in all phases', () => {
  it('is started again on its file and loses nothing', async () => {
    chimera = await world.start();
    const tasks = await oneInEachPhase('server killed');
    const owner = await readFile(join(world.data, 'temporal.db.owner.json'), 'utf8');
    process.kill((JSON.parse(owner) as { server: number }).server, 'SIGKILL');
    await letAllGo(tasks);
    for (const taskId of tasks.values()) {
      expect(await world.until(chimera, taskId, ended)).toMatchObject({ status: 'completed' });
    }
  });
});

describe('Chimera, stopped and started again', () => {
  it('leaves no process behind and goes on with what was running', async () => {
    chimera = await world.start();
    const tasks = await oneInEachPhase('stopped');
    expect(await chimera.stop()).toBe(0);
    expect(await processesWith(world.directory)).toEqual([]);
    chimera = await world.start();
    await letAllGo(tasks);
    for (const taskId of tasks.values()) {
      expect(await world.until(chimera, taskId, ended)).toMatchObject({ status: 'completed' });
    }
  });
});

describe('a task, cancelled in each of the five phases', () => {
  it('leaves no process, no port and no worktree', async () => {
    chimera = await world.start();
    const tasks = await oneInEachPhase('cancelled');
    await Promise.all([...tasks.values()].map((taskId) => world.cancel(chimera, taskId)));
    for (const [phase, taskId] of tasks) {
      const task = await world.until(chimera, taskId, ended);
      expect(task).toMatchObject({
        status: 'cancelled',
        phase: 'CANCELLED',
        error: { phase, message: 'not needed any more' },
      });
    }
    // Staging listens in processes of its own: with them gone, their ports are free.
    expect(await processesWith(world.directory)).toEqual([]);
    const mirror = join(world.data, 'mirrors/tiny.git');
    const { stdout } = await execa('git', ['-C', mirror, 'worktree', 'list', '--porcelain']);
    expect(stdout.split('\n').filter((line) => line.startsWith('worktree ') && line.includes('/workspaces/'))).toEqual(
      [],
    );
  });
});

describe('a lost database', () => {
  it('costs no task its place in the lists: they are written anew from Temporal', async () => {
    chimera = await world.start();
    // What was not yet written down when the one before was ended is written at the start, beside all else.
    const before = await eventually('the lists say what became of each task', async () => {
      const listed = await world.list(chimera);
      const tasks = await Promise.all([...listed.keys()].map((taskId) => world.task(chimera, taskId)));
      return tasks.every(({ task_id, status }) => listed.get(task_id) === status) ? listed : undefined;
    });
    expect(before.size).toBeGreaterThan(0);
    await chimera.stop();
    await rm(join(world.data, 'db'), { recursive: true });
    chimera = await world.start();
    await eventually('the lists are as they were', async () => {
      const now = await world.list(chimera);
      return [...before].every(([taskId, status]) => now.get(taskId) === status) ? true : undefined;
    });
  });
});
