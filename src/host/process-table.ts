import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readStat } from './process.ts';

/**
 * A living process. `session` is its session's leader; `marked` says that it carries the marker that was asked for; `name`
 * is its program's, which it may change.
 */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly marked: boolean;
  readonly name?: string;
}

/** All living processes (a zombie is dead). `marker` is `NAME=value` as it would stand in a process's environment. */
export async function readProcessTable(marker: string): Promise<ProcessRow[]> {
  return process.platform === 'linux' ? readFromProc(marker) : readFromPs(marker);
}

/** The process table as Linux shows it below /proc. */
export async function readFromProc(marker: string): Promise<ProcessRow[]> {
  const entries = await readdir('/proc');
  const pids = entries.filter((entry) => /^\d+$/.test(entry));
  const rows = await Promise.all(pids.map((pid) => readRow(Number(pid), marker)));
  return rows.filter((row) => row !== undefined);
}

async function readRow(pid: number, marker: string): Promise<ProcessRow | undefined> {
  const stat = await readStat(pid);
  if (stat === undefined) return undefined;
  // Another user's environment cannot be read: such a process is found by its parent or its group.
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const marked = environment.split('\0').includes(marker);
  return { pid, parent: stat.parent, group: stat.group, session: stat.session, marked, name: stat.name };
}

const ROW = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s(.*)$/;

/** The process table as `ps` shows it, for systems without /proc. A group stands for its session there. */
export async function readFromPs(marker: string): Promise<ProcessRow[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,ppid=,pgid=,stat=,command='], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, command] = ROW.exec(line) ?? [];
    if (pid === undefined || state?.startsWith('Z') === true) return [];
    const marked = command?.split(' ').includes(marker) === true;
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: Number(group), marked }];
  });
}
