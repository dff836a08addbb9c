import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread, JobContext, ThreadWork, ThrownThere, ToThread } from './messages.ts';

// What a thread runs: one job after the other, each an input of the function that the thread was started for.
const port = parentPort;
if (port === null) throw new Error('This is the entry of a thread.');
const { module, name } = workerData as ThreadWork;
const functions = (await import(module)) as Readonly<Record<string, (input: unknown, context: JobContext) => unknown>>;
const work = functions[name];
if (work === undefined) throw new Error(`${module} has no function ${name}.`);

const say = (message: FromThread): void => {
  port.postMessage(message);
};

/** The processor time of this thread so far, in ms. */
function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

let current: AbortController | undefined;

async function answerTo(input: unknown): Promise<FromThread> {
  current = new AbortController();
  const context: JobContext = {
    signal: current.signal,
    tell: (said) => {
      say({ kind: 'told', said });
    },
  };
  try {
    const value = await work?.(input, context);
    return { kind: 'done', value, usedMs: usedMs() };
  } catch (error) {
    return { kind: 'failed', error: thrown(error), usedMs: usedMs() };
  }
}

function thrown(error: unknown): ThrownThere {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined };
  return { name: error.name, message: error.message, stack: error.stack };
}

port.on('message', (message: ToThread) => {
  if (message.kind === 'abort') current?.abort();
  else void answerTo(message.input).then(say);
});
say({ kind: 'ready', usedMs: usedMs() });
