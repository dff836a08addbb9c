import type { Answer, Request, Serving, WorkerAssignment } from './worker-contract.ts';

/** Runs this process as a worker of the bench: starts, answers what the bench asks, ends with it. */
export async function serveBench(start: (assignment: WorkerAssignment) => Promise<Serving>): Promise<void> {
  const worker = await start(JSON.parse(process.argv[2] ?? '{}') as WorkerAssignment);
  const say = (answer: Answer): void => {
    process.send?.(answer);
  };
  const end = async (): Promise<void> => {
    await worker.stop();
    process.exit();
  };
  process.on('message', (request: Request) => {
    if (request === 'stop') void end();
    else say(memoryUsed());
  });
  // A bench that died leaves no worker behind.
  process.once('disconnect', () => process.exit());
  say({ kind: 'ready' });
}

function memoryUsed(): Answer {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { kind: 'memory', rss, heap: heapUsed };
}
