import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { eventually } from '../../support/eventually.ts';
import { processesWith } from '../../support/processes.ts';
import type { Ground } from '../ground/ground.ts';
import type { Service } from '../ground/service.ts';
import { settled } from './settled.ts';

/** How long cleaning up may come no further. */
const SETTLE_MS = 30_000;

/**
 * What a ground has left over once its tasks are at rest; ends its processes on the way. The fourth invariant. Parked
 * tasks may keep their workspaces.
 */
export async function findLeftovers(ground: Ground, parked: readonly string[]): Promise<readonly string[]> {
  const inTheWay = async (): Promise<readonly string[]> =>
    (await worktrees(ground)).filter((line) => !parked.some((id) => line.includes(id)));
  const leases = await found(async () => {
    const pool = await ground.api.pool();
    if (pool === undefined || pool.stale) return ['the pool does not answer'];
    return [...pool.leases, ...pool.queue].map(({ task_id }) => `${task_id} holds a lease or a place in the queue`);
  });
  // A worker sweeps its host when it starts: what its predecessor left when it was killed goes then.
  if ((await inTheWay()).length > 0) {
    await Promise.all(ground.workers.map((worker) => worker.kill()));
    await Promise.all(ground.workers.map(untilUp));
  }
  const trees = await found(inTheWay);
  const forced = await ground.stopServices();
  const processes = await found(async () =>
    (await processesWith(ground.directory)).map((pid) => `process ${pid} is left`),
  );
  const open = await fetch(ground.api.url).then(
    () => ['the port of the API is still open'],
    () => [],
  );
  return [...leases, ...trees, ...forced.map((name) => `${name} did not end in time`), ...processes, ...open];
}

function untilUp(worker: Service): Promise<true> {
  return eventually(`${worker.name} is up again`, async () => ((await worker.isUp()) ? true : undefined));
}

/** What is found until nothing is, or until it has not become less for a time. */
async function found(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  let latest: readonly string[] = [];
  await settled(async () => {
    latest = await look();
    return latest.length;
  }, SETTLE_MS);
  return latest;
}

async function worktrees({ workers }: Ground): Promise<readonly string[]> {
  const each = await Promise.all(workers.map(worktreesOf));
  return each.flat();
}

async function worktreesOf({ name, home }: Service): Promise<readonly string[]> {
  const mirrors = await readdir(join(home, 'mirrors')).catch(() => []);
  const lists = await Promise.all(
    mirrors
      .filter((mirror) => mirror.endsWith('.git'))
      .map((mirror) => execa('git', ['-C', join(home, 'mirrors', mirror), 'worktree', 'list', '--porcelain'])),
  );
  return lists
    .flatMap(({ stdout }) => stdout.split('\n'))
    .filter((line) => line.startsWith('worktree ') && line.includes('/workspaces/'))
    .map((line) => `${name} has ${line}`);
}
