import { openSync, readSync } from 'node:fs';

/** How a thread spent its time so far, in ms. */
export interface ThreadTimes {
  /** It used a processor. */
  readonly used: number;
  /** It could have used one and got none: others did. */
  readonly waited: number;
}

const STATISTICS = '/proc/thread-self/schedstat';
const LONGEST_LINE = 128;

/** The clocks of the calling thread. Only Linux tells how long it waits; elsewhere it is taken never to do so. */
export function threadClocks(): () => ThreadTimes {
  const file = opened();
  if (file === undefined) return () => ({ used: usedByNode(), waited: 0 });
  const line = Buffer.alloc(LONGEST_LINE);
  return () => {
    const [used = 0, waited = 0] = line.toString('latin1', 0, readSync(file, line, 0, LONGEST_LINE, 0)).split(' ');
    return { used: Number(used) / 1e6, waited: Number(waited) / 1e6 };
  };
}

/** Bound to this thread for as long as it lives. */
function opened(): number | undefined {
  try {
    return openSync(STATISTICS, 'r');
  } catch {
    return undefined;
  }
}

function usedByNode(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
