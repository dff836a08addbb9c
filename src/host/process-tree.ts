import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from './process.ts';
import { readProcessTable, type ProcessRow } from './process-table.ts';

/** How long a tree has between SIGTERM and SIGKILL, in ms. */
const GRACE_MS = 2_000;

/** How long stopping a tree may take in all, in ms; what the kernel does not let die by then is reported. */
const STOP_LIMIT_MS = 4_500;

const POLL_MS = 40;

/** What the processes are called that stand around a confined program; they end when it does. */
const SANDBOX_PROCESS = 'bwrap';

/** A program's processes: those in the group it leads, those that carry its marker, and all their descendants. */
export interface ProcessTree {
  readonly group: number;
  readonly marker: string;
}

/**
 * The rows that belong to a tree. `leaders` are the groups and sessions known to be the tree's; leaders that are found
 * are added to it, so that members are known after their leader has died.
 */
export function membersOf(rows: readonly ProcessRow[], leaders: Set<number>): ProcessRow[] {
  const members = new Map<number, ProcessRow>();
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const row of rows) {
      const belongs = row.marked || leaders.has(row.group) || leaders.has(row.session) || members.has(row.parent);
      if (!belongs || members.has(row.pid) || row.pid === process.pid) continue;
      members.set(row.pid, row);
      if (row.pid === row.group) leaders.add(row.pid);
    }
  }
  return [...members.values()];
}

/**
 * Ends every process of a tree: SIGTERM, after `graceMs` SIGKILL; resolves when the last one is gone, with their number.
 * @throws {Error} when processes outlive SIGKILL past STOP_LIMIT_MS (they hang in the kernel, or are another user's).
 */
export async function stopTree(tree: ProcessTree, graceMs = GRACE_MS): Promise<number> {
  const started = performance.now();
  const leaders = new Set([tree.group]);
  const asked = new Set<number>();
  for (;;) {
    const members = membersOf(await readProcessTable(tree.marker), leaders);
    if (members.length === 0) return asked.size;
    const elapsed = performance.now() - started;
    if (elapsed > STOP_LIMIT_MS) {
      throw new Error(`Processes could not be killed: ${members.map(({ pid }) => pid).join(', ')}.`);
    }
    const force = elapsed >= graceMs;
    for (const { pid, name } of members) {
      // What died meanwhile, or belongs to another user, shows in the next look at the table.
      if (force) sendSignal(pid, 'SIGKILL');
      // With the sandbox's own processes all that is inside ends at once, without the time to end by itself.
      else if (!asked.has(pid) && name !== SANDBOX_PROCESS) sendSignal(pid, 'SIGTERM');
      asked.add(pid);
    }
    await delay(POLL_MS);
  }
}
