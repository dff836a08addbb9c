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

/** Counts the time of processors that is used from now on, in seconds. */
export interface CpuWatch {
  stop(): Promise<number>;
}

/** Watches a process that goes on, with all below it. Linux only. */
export async function watchCpuBelow(root: number): Promise<CpuWatch> {
  return watch(root, async () => (await timesBelow(root)).waitedFor);
}

/** Watches a child of this process to its end, with all below it. No other child may end meanwhile. Linux only. */
export async function watchCpuOfChild(child: number): Promise<CpuWatch> {
  return watch(child, async () => (await rowOf(String(process.pid)))[0]?.ended ?? 0);
}

/** What ends is in the times of whoever waited for it. What nobody waited for counts as it was last seen. */
async function watch(root: number, waitedFor: () => Promise<number>): Promise<CpuWatch> {
  const lastSeen = new Map<number, number>();
  const look = async (): Promise<void> => {
    for (const [pid, ticks] of (await timesBelow(root)).notWaitedFor)
      lastSeen.set(pid, Math.max(ticks, lastSeen.get(pid) ?? 0));
  };
  await look();
  const before = (await waitedFor()) + sum(lastSeen.values());
  const timer = setInterval(() => void look(), SAMPLE_MS);
  return {
    async stop() {
      clearInterval(timer);
      await look();
      return ((await waitedFor()) + sum(lastSeen.values()) - before) / TICKS_PER_SECOND;
    },
  };
}

/** Programs whose first process ends without waiting for those that it has started of itself. */
const NOT_WAITING: ReadonlySet<string> = new Set(['bwrap', 'chromium']);

async function timesBelow(root: number) {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = (await Promise.all(pids.map(rowOf))).flat();
  const children = Map.groupBy(rows, ({ parent }) => parent);
  const notWaitedFor = new Map<number, number>();
  const ticksBelow = (row: Row): number =>
    row.own + row.ended + sum((children.get(row.pid) ?? []).map((child) => waitedForBy(row, child)));
  const waitedForBy = (parent: Row, child: Row): number => {
    const ticks = ticksBelow(child);
    if (!NOT_WAITING.has(parent.name) || child.name !== parent.name) return ticks;
    notWaitedFor.set(child.pid, ticks);
    return 0;
  };
  const top = rows.find(({ pid }) => pid === root);
  return { waitedFor: top === undefined ? 0 : ticksBelow(top), notWaitedFor };
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
