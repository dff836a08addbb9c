import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks a second, as Linux shows CPU time to programs. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 500;

/** A process, with ticks of its own, and those of children that have ended and were waited for, with theirs. */
interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly own: number;
  readonly ended: number;
}

/** Counts the time of processors that is used from now on. */
export interface CpuWatch {
  /** Seconds, of all that ran below the root meanwhile. */
  stop(): Promise<number>;
}

/**
 * Watches a process and all below it. What has ended is in the times of its parent, which waited for it. The sandbox's outer
 * process does not wait for its inner one, so what ran in a sandbox counts as it was last seen. Linux only.
 */
export async function watchCpu(root: number): Promise<CpuWatch> {
  const confined = new Map<number, number>();
  const look = async (): Promise<number> => {
    const { open, inSandboxes } = await timesBelow(root);
    for (const [pid, ticks] of inSandboxes) confined.set(pid, Math.max(ticks, confined.get(pid) ?? 0));
    return open;
  };
  const before = (await look()) + sum(confined.values());
  const timer = setInterval(() => void look(), SAMPLE_MS);
  return {
    async stop() {
      clearInterval(timer);
      const after = await look();
      return (after + sum(confined.values()) - before) / TICKS_PER_SECOND;
    },
  };
}

/** Seconds of processors of the children of this process that have ended, with all that they waited for. Linux only. */
export async function cpuSecondsOfEnded(): Promise<number> {
  const [self] = await rowOf(String(process.pid));
  return (self?.ended ?? 0) / TICKS_PER_SECOND;
}

async function timesBelow(root: number) {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = (await Promise.all(pids.map(rowOf))).flat();
  const children = Map.groupBy(rows, ({ parent }) => parent);
  const inSandboxes = new Map<number, number>();
  const ticksBelow = (row: Row): number =>
    row.own + row.ended + sum((children.get(row.pid) ?? []).map((child) => outsideOf(row, child)));
  const outsideOf = (parent: Row, child: Row): number => {
    if (parent.name !== 'bwrap' || child.name !== 'bwrap') return ticksBelow(child);
    inSandboxes.set(child.pid, ticksBelow(child));
    return 0;
  };
  const top = rows.find(({ pid }) => pid === root);
  return { open: top === undefined ? 0 : ticksBelow(top), inSandboxes };
}

async function rowOf(pid: string): Promise<Row[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [open, close] = [stat.indexOf('('), stat.lastIndexOf(')')];
  if (open === -1) return [];
  // After the name, in brackets, come the state, the parent, and from the 12th field on four counts of ticks.
  const fields = stat
    .slice(close + 2)
    .split(' ')
    .map(Number);
  const times = { own: sum(fields.slice(11, 13)), ended: sum(fields.slice(13, 15)) };
  return [{ pid: Number(pid), parent: fields[1] ?? 0, name: stat.slice(open + 1, close), ...times }];
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
