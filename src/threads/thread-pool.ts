import { type Job, startThread, type Thread, type ThreadOptions, ThreadLostError } from './thread.ts';

/** How many threads there are. */
export interface PoolOptions extends ThreadOptions {
  /** The most at once; further jobs wait for one in their order. */
  readonly most: number;
  /** So many are kept ready, so that a job does not wait for one to start. */
  readonly ready: number;
}

/** Threads that do the same work, beside the event loop. */
export interface ThreadPool<Input, Output> {
  /**
   * Has the work done on a thread; an error of the work comes with its name, not of its class.
   * @throws {ThreadLimitError} when it takes longer than it may, counted from when a thread begins with it.
   * @throws {ThreadLostError} when the thread ends under it, or none starts.
   */
  run(input: Input, options?: JobOptions): Promise<Output>;
  /** Ends all threads; what they were at has no result. */
  close(): Promise<void>;
}

/** How a job is followed. */
export interface JobOptions {
  /** When aborted the job is ended, and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears what the work says meanwhile. */
  readonly told?: (said: unknown) => void;
}

/** How long a thread beyond those that are kept ready waits for another job, in ms. */
const IDLE_MS = 30_000;

/** Starts the threads that are kept ready, and others as jobs need them. */
export function createThreadPool<Input, Output>({ most, ready, ...options }: PoolOptions): ThreadPool<Input, Output> {
  const threads = new Map<Thread, NodeJS.Timeout | undefined>();
  const waiting: Job[] = [];
  let closed = false;

  const add = (): void => {
    let began = false;
    const thread = startThread(options, {
      idle: () => {
        began = true;
        assign();
      },
      gone: (reason) => {
        clearTimeout(threads.get(thread));
        threads.delete(thread);
        if (closed) return;
        // One that does not even start is not tried again by itself: the next job does that.
        if (began) keep();
        else waiting.shift()?.reject(reason);
        assign();
      },
    });
    threads.set(thread, undefined);
  };
  const keep = (): void => {
    while (threads.size < ready) add();
  };
  const assign = (): void => {
    const idle = [...threads.keys()].filter(({ state }) => state === 'idle');
    for (const thread of idle) {
      clearTimeout(threads.get(thread));
      const job = waiting.shift();
      if (job === undefined) rest(thread);
      else thread.do(job);
    }
    const starting = [...threads.keys()].filter(({ state }) => state === 'starting').length;
    for (let missing = waiting.length - starting; missing > 0 && threads.size < most; missing -= 1) add();
  };
  const rest = (thread: Thread): void => {
    const timer = setTimeout(() => {
      if (threads.size > ready) void thread.end();
    }, IDLE_MS);
    timer.unref();
    threads.set(thread, timer);
  };

  keep();
  return {
    run: async (input, { signal, told = () => undefined } = {}) => {
      if (closed) throw new ThreadLostError('The threads were ended.');
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const job: Job = { input, signal, told, resolve, reject };
      const forget = (): void => {
        const place = waiting.indexOf(job);
        if (place === -1) return;
        waiting.splice(place, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', forget);
      waiting.push(job);
      assign();
      try {
        return (await promise) as Output;
      } finally {
        signal?.removeEventListener('abort', forget);
      }
    },
    close: async () => {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(new ThreadLostError('The threads were ended.'));
      await Promise.all([...threads.keys()].map((thread) => thread.end()));
    },
  };
}
