import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

async function startOnLinux(pid: number): Promise<number | undefined> {
  const [stat, system] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/stat', 'utf8')]);
  // The program's name stands in parentheses and may hold blanks, so the fields are counted from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  const bootSeconds = Number(/^btime (\d+)$/m.exec(system)?.[1]);
  return (bootSeconds + Number(fields[19]) / ticksPerSecond) * 1_000;
}

async function startByPs(pid: number, now: number): Promise<number | undefined> {
  const { stdout } = await run('ps', ['-o', 'etime=', '-p', String(pid)]);
  return now - elapsedMs(stdout);
}

/** The time in `ps`'s form [[days-]hours:]minutes:seconds, in ms. */
export function elapsedMs(etime: string): number {
  const [clock = '', days = '0'] = etime.trim().split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1_000;
}

/** When a process began, in ms since the epoch to about a second; undefined when there is none (a zombie is none). */
export async function processStart(pid: number, platform = process.platform): Promise<number | undefined> {
  try {
    return await (platform === 'linux' ? startOnLinux(pid) : startByPs(pid, Date.now()));
  } catch {
    return undefined;
  }
}
