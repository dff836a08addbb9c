import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Request, WorkerAssignment } from './worker-contract.ts';

/** A worker process of the bench. */
export interface WorkerProcess {
  readonly pid: number;
  /** Bytes in use after a collection of garbage. */
  memory(): Promise<{ readonly rss: number; readonly heap: number }>;
  stop(): Promise<void>;
}

/** Starts a worker process and settles once it takes work; a profile of its main thread goes to the folder, if one is given. */
export async function startWorkerProcess(
  name: 'bare' | 'chimera',
  assignment: WorkerAssignment,
  profiles: string | undefined,
): Promise<WorkerProcess> {
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}/${name}`];
  const child = fork(fileURLToPath(new URL(`./${name}.worker.ts`, import.meta.url)), [JSON.stringify(assignment)], {
    execArgv: ['--expose-gc', ...profiling],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.pipe(createWriteStream(join(assignment.dataDirectory, `${name}.log`)));
  const { pid } = child;
  if (pid === undefined) throw new Error(`The ${name} worker could not be started.`);
  await answer(child, name);
  return {
    pid,
    async memory() {
      const usage = answer(child, name);
      ask(child, 'memory');
      const answered = await usage;
      if (answered.kind !== 'memory') throw new Error(`The ${name} worker answered something else.`);
      return answered;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      ask(child, 'stop');
      await exited;
    },
  };
}

function ask(child: ChildProcess, request: Request): void {
  child.send(request);
}

async function answer(child: ChildProcess, name: string): Promise<Answer> {
  const settled = new AbortController();
  const ended = once(child, 'exit', { signal: settled.signal }).then(([code]) => {
    throw new Error(`The ${name} worker ended with ${String(code)}.`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: settled.signal }), ended])) as [Answer];
    return message;
  } finally {
    ended.catch(() => undefined);
    settled.abort();
  }
}
