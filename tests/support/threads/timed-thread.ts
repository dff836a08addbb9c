import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A function that a module exports. */
export interface TimedFunction {
  /** The module's URL, as text. */
  readonly module: string;
  readonly name: string;
}

/** What a thread is asked to do. */
export interface TimedCall {
  readonly args: readonly unknown[];
  readonly times: number;
}

/** What a function gave, and how long the fastest of its calls took, in ms of the thread's processor. */
export interface TimedAnswer<Value> {
  readonly ms: number;
  readonly value: Value;
}

/** A thread that tells how long a function takes, one call at a time. */
export interface TimedThread<Args extends readonly unknown[], Value> {
  time(args: Args, times?: number): Promise<TimedAnswer<Value>>;
  end(): Promise<unknown>;
}

/**
 * Times a function on a thread of its own: waiting for a processor does not count as its time, and the count of covered
 * lines, which slows hot loops down several times, is not kept there.
 */
export function startTimedThread<Args extends readonly unknown[], Value>(
  timed: TimedFunction,
): TimedThread<Args, Value> {
  const worker = new Worker(new URL('./timed-entry.ts', import.meta.url), { workerData: timed });
  return {
    async time(args, times = 1) {
      const answered = once(worker, 'message');
      worker.postMessage({ args, times } satisfies TimedCall);
      const [answer] = (await answered) as [TimedAnswer<Value>];
      return answer;
    },
    end: () => worker.terminate(),
  };
}
