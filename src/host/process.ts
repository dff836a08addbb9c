import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What Linux tells of a living process. */
export interface ProcessStat {
  /** Its program's, which it may change. */
  readonly name: string;
  readonly parent: number;
  readonly group: number;
  /** The process id of its session's leader. */
  readonly session: number;
  /** When it started, in clock ticks since the boot. */
  readonly startTicks: number;
}

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Where the start stands among the fields after the name (proc_pid_stat(5) counts from the process id, as 1). */
const START_FIELD = 22 - 3;

/** A process by /proc; undefined when there is none, or when it is a zombie. */
export async function readStat(pid: number): Promise<ProcessStat | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The program's name stands in brackets and may itself contain brackets and spaces.
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  const startTicks = Number(fields[START_FIELD]);
  return { name, parent: Number(parent), group: Number(group), session: Number(session), startTicks };
}

/** Sends a signal; a process that is gone, or belongs to another user, is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): 'sent' | 'gone' | 'forbidden' {
  try {
    process.kill(pid, signal);
    return 'sent';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone';
    if ((error as NodeJS.ErrnoException).code === 'EPERM') return 'forbidden';
    throw error;
  }
}

/** Whether some process has this number, whoever it belongs to; a zombie counts. */
export function isRunning(pid: number | undefined): boolean {
  return pid !== undefined && sendSignal(pid, 0) !== 'gone';
}

/**
 * What tells a living process from any other that has or had the same id: when it started, and since which boot of
 * the system that is counted. Undefined when there is no such process, or when it is a zombie.
 */
export async function identityOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return startByPs(pid);
  const stat = await readStat(pid);
  if (stat === undefined) return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown');
  return `${boot.trim()}/${stat.startTicks}`;
}

/** When a process began, in ms since the epoch to about a second; undefined when there is none (a zombie is none). */
export async function startedAt(pid: number, platform = process.platform): Promise<number | undefined> {
  if (platform !== 'linux') {
    const started = await startByPs(pid);
    return started === undefined ? undefined : Date.parse(`${started} UTC`);
  }
  const [stat, system] = await Promise.all([readStat(pid), readFile('/proc/stat', 'utf8')]);
  const bootSeconds = Number(/^btime (\d+)$/m.exec(system)?.[1]);
  return stat === undefined ? undefined : (bootSeconds + stat.startTicks / TICKS_PER_SECOND) * 1_000;
}

/** When a process began by `ps`, to the second, as a date in UTC; undefined when there is none, or it is a zombie. */
export async function startByPs(pid: number): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
  }).catch(() => ({ stdout: '' }));
  const [, state, started] = /^\s*(\S+)\s+(\S.*\S)\s*$/.exec(stdout) ?? [];
  return state === undefined || state.startsWith('Z') ? undefined : started;
}
