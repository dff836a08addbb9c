import { parentPort, workerData } from 'node:worker_threads';
import type { TimedAnswer, TimedCall, TimedFunction } from './timed-thread.ts';

const { module, name } = workerData as TimedFunction;
const functions = (await import(module)) as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
const work = functions[name];
if (work === undefined) throw new Error(`${module} has no function ${name}.`);

parentPort?.on('message', ({ args, times }: TimedCall) => {
  let answer: TimedAnswer<unknown> = { ms: Infinity, value: undefined };
  for (let time = 0; time < times; time += 1) {
    const before = process.threadCpuUsage();
    const value = work(...args);
    const { user, system } = process.threadCpuUsage(before);
    answer = { ms: Math.min(answer.ms, (user + system) / 1_000), value };
  }
  parentPort?.postMessage(answer);
});
