import { readdir, readFile } from 'node:fs/promises';
import { readStat } from '../../src/host/process.ts';

/** The processes whose environment holds a text, whoever started them; Linux only. */
export function processesWith(text: string): Promise<readonly number[]> {
  return processesWhose('environ', text);
}

/** The processes of one run of a program, by the id in its environment: it may have had ids of its own for them. */
export function processesOfRun(run: string): Promise<readonly number[]> {
  return processesWith(`CHIMERA_RUN_ID=${run}`);
}

/** The processes whose command line holds a text, whoever started them; Linux only. */
export function processesNaming(text: string): Promise<readonly number[]> {
  return processesWhose('cmdline', text);
}

async function processesWhose(file: 'environ' | 'cmdline', text: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const content = await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      return content.includes(text) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** Whether a process is there and not merely a zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await readStat(pid)) !== undefined;
}

/** The processes that a process started itself and that still run, by a text in their command line; Linux only. */
export async function childrenOf(pid: number, text: string): Promise<readonly number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
  const found = await Promise.all(
    children.map(async (child) => {
      const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
      return command.includes(text) ? [child] : [];
    }),
  );
  return found.flat();
}
