import { Client } from 'pg';
import { obstacleToSmallDisks } from '../ground/small-disk.ts';
import type { Ground } from '../ground/ground.ts';
import type { Scenario } from '../scenario.ts';
import { nextCall, untilOver } from './progress.ts';

const TASKS = { full: 10, short: 2 } as const;
const DISK_MIB = 32;
const LIMIT_MS = 300_000;

/** A coder fills the disk that the workspaces are on, once a task. */
export const diskFull: Scenario = {
  name: 'disk full in the workspace',
  passes: 'a clear transient error; with room again, success',
  leastCompleted: 1,
  obstacle: obstacleToSmallDisks,
  ground: () => ({ workers: 1, size: 1, agents: { trouble: 'fill' }, diskMiB: DISK_MIB }),
  async run({ ground, form, say }) {
    const accepted = await ground.api.submit(TASKS[form], 'disk');
    const recovery: number[] = [];
    const clear = new Set<string>();
    await untilOver(ground, accepted, LIMIT_MS, async () => {
      const full = (await implementationErrors(ground)).find(({ id, error }) => !clear.has(id) && isClear(error));
      if (full === undefined) return;
      clear.add(full.id);
      await ground.disk().grow();
      const at = Date.now();
      const next = await nextCall(ground, at, LIMIT_MS);
      if (next !== undefined) recovery.push(next - at);
      say(`${full.id} says that the disk is full`);
    });
    const met = clear.size;
    return {
      faults: met,
      accepted,
      recovery,
      broken: met < accepted.length ? [`${met} of ${accepted.length} tasks said that the disk was full`] : [],
      notes: [],
    };
  },
};

function isClear(error: string): boolean {
  return error.includes('ENOSPC: no space left on device');
}

/** The errors that are on record for attempts of the coder. */
async function implementationErrors({ postgres }: Ground): Promise<readonly { id: string; error: string }[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  const query = `SELECT task_id AS id, error FROM phase_runs WHERE phase = 'CODE_IMPLEMENTATION' AND error IS NOT NULL`;
  const { rows } = await client.query<{ id: string; error: string }>(query).finally(() => client.end());
  return rows;
}
