import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A long-running child process; `ended` tells how it ended once it has, such as "exit code 1". */
export interface ServerProcess {
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly ended: () => string | undefined;
  /** Sends a signal, and SIGKILL if the process has not ended after 10 s; settles when it has. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
}

const END_TIMEOUT_MS = 10_000;

/** Starts a server whose output is added to a log file; it ends with this process at the latest, unless that is killed. */
export async function startServerProcess(
  executable: string,
  args: readonly string[],
  logFile: string,
): Promise<ServerProcess> {
  await mkdir(dirname(logFile), { recursive: true });
  const log = await open(logFile, 'a');
  // In a process group of its own, so that Ctrl-C reaches us first and a worker can finish with its server still there.
  const child = spawn(executable, args, { stdio: ['ignore', log.fd, log.fd], detached: true });
  const killWithParent = (): void => {
    child.kill('SIGKILL');
  };
  try {
    await once(child, 'spawn');
  } finally {
    await log.close();
  }
  process.once('exit', killWithParent);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', killWithParent);
      resolve();
    });
  });
  return {
    pid: child.pid ?? 0,
    exited,
    ended: () => child.signalCode ?? (child.exitCode === null ? undefined : `exit code ${child.exitCode}`),
    async end(signal) {
      child.kill(signal);
      const impatience = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
      await exited;
      clearTimeout(impatience);
    },
  };
}
