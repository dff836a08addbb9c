import { readFile } from 'node:fs/promises';

/** Clock ticks a second, as Linux shows CPU time to programs. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has used so far, of all its threads, in ms. Linux only. */
export async function cpuTimeOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold spaces; the 12th and 13th fields after it are the ticks in user and system mode.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

/** Memory that a process holds, in bytes. Linux only. */
export async function residentMemoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024;
}
