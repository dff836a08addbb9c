import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, ThreadWork } from './messages.ts';

// What a thread runs: one job after the other, each an argument of the function that the thread was started for.
const port = parentPort;
if (port === null) throw new Error('This is the entry of a thread.');
const { module, name } = workerData as ThreadWork;
const functions = (await import(module)) as Readonly<Record<string, (input: unknown) => unknown>>;
const work = functions[name];
if (work === undefined) throw new Error(`${module} has no function ${name}.`);

const tell = (message: FromThread): void => {
  port.postMessage(message);
};

/** The processor time of this thread so far, in ms. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

async function answerTo(input: unknown): Promise<FromThread> {
  try {
    const value = await work?.(input);
    return { kind: 'done', value, usedMs: usedMs() };
  } catch (error) {
    return { kind: 'failed', error, usedMs: usedMs() };
  }
}

port.on('message', (input: unknown) => {
  void answerTo(input).then(tell);
});
tell({ kind: 'ready', usedMs: usedMs() });
