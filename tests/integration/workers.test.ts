import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStat } from '../../src/host/process.ts';
import { taskIdOfKey } from '../../src/api/tasks/task-id.ts';
import { eventually } from '../support/eventually.ts';
import { childrenOf, isAlive, processesOfRun, processesWith } from '../support/processes.ts';
import { ended } from '../support/task-answer.ts';
import { type Chimera, createWorld, type World } from '../support/world.ts';

const KEYS = ['one', 'two', 'three'] as const;

let world: World;
let chimera: Chimera;

beforeAll(async () => {
  world = await createWorld();
  chimera = await world.start('--workers', '3', '--max-concurrent', '3');
});
afterAll(() => world.close());

const workers = () => childrenOf(chimera.pid, 'serve-fleet-worker');

/** The worker process that an agent's process descends from. */
async function workerOf(pid: number, among: readonly number[]): Promise<number> {
  if (among.includes(pid) || pid <= 1) return pid;
  return workerOf((await readStat(pid))?.parent ?? 0, among);
}

/** The agent that implements a task, once it is at work. */
const coderOf = (taskId: string) =>
  eventually(`the coder of ${taskId}`, async () => {
    const begun = (await world.journal(taskId)).filter(
      ({ action, what }) => action + what === 'implement_featurebegin',
    );
    const [pid] = await processesOfRun(begun.at(-1)?.run ?? 'none');
    return pid;
  });

describe('chimera start-all with three workers', () => {
  it('is three processes, and says so', async () => {
    expect(await workers()).toHaveLength(3);
    expect(JSON.parse(await readFile(join(world.data, 'chimera.json'), 'utf8'))).toMatchObject({ workers: 3 });
    // The screen is drawn once all is up, a moment after the API answers.
    await expect
      .poll(() => chimera.output(), { timeout: 15_000 })
      .toContain('3 processes, each for 1 agent call at once');
  });

  it('completes what runs on a worker that is killed, and replaces the worker', async () => {
    const before = await workers();
    for (const key of KEYS) await world.hold(taskIdOfKey(key), 'implement_feature');
    const ids = await Promise.all(KEYS.map((key) => world.submit(chimera, key)));
    const coders = await Promise.all(ids.map(coderOf));
    const busy = await Promise.all(coders.map((coder) => workerOf(coder, before)));
    // Each has one slot, so the tasks are one to each.
    expect(busy.toSorted()).toEqual(before.toSorted());
    const [victim = 0] = busy;
    process.kill(victim, 'SIGKILL');
    for (const key of KEYS) await world.letGo(taskIdOfKey(key), 'implement_feature');
    await eventually('a new worker', async () => {
      const now = await workers();
      return now.length === 3 && !now.includes(victim) ? now : undefined;
    });
    const tasks = await Promise.all(ids.map((id) => world.until(chimera, id, ended)));
    expect(tasks.map(({ status, error }) => error?.message ?? status)).toEqual(KEYS.map(() => 'completed'));
    const attempts = tasks.map(({ phases }) => phases.find(({ phase }) => phase === 'CODE_IMPLEMENTATION')?.attempts);
    expect(attempts).toEqual([2, 1, 1]);
    // Their records come over the channels of their workers, in the background.
    await expect
      .poll(async () => {
        const listed = await world.list(chimera);
        return ids.map((id) => listed.get(id));
      })
      .toEqual(KEYS.map(() => 'completed'));
  });

  it('leaves no process when it stops, and hands back what ran at once', async () => {
    await world.hold(taskIdOfKey('interrupted'), 'implement_feature');
    const taskId = await world.submit(chimera, 'interrupted');
    const coder = await coderOf(taskId);
    const began = performance.now();
    expect(await chimera.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(await isAlive(coder)).toBe(false);
    expect(await processesWith(world.directory)).toEqual([]);
    expect(chimera.output()).toContain('"handed_back":1');
    expect(chimera.output()).not.toContain('ended by force');
  });

  it('goes on with that at its next start, and ends its workers with it when it is killed', async () => {
    chimera = await world.start('--workers', '2', '--max-concurrent', '2');
    const taskId = taskIdOfKey('interrupted');
    await world.letGo(taskId, 'implement_feature');
    expect(await world.until(chimera, taskId, ended)).toMatchObject({ status: 'completed' });
    const pids = await workers();
    expect(pids).toHaveLength(2);
    await chimera.kill();
    await eventually('the workers are gone', async () => {
      const alive = await Promise.all(pids.map(isAlive));
      return alive.includes(true) ? undefined : true;
    });
  });
});
