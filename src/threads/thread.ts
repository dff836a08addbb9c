import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromThread, ThreadWork, ThrownThere, ToThread } from './messages.ts';
import { type TimeLimit, watchLimit } from './time-limit.ts';

const ENTRY = new URL(`./entry${extname(import.meta.url)}`, import.meta.url);

/** Why a job has no result: it used or took more time than it may, and its thread was ended. */
export class ThreadLimitError extends Error {
  override readonly name = 'ThreadLimitError';
}

/** Why a job has no result: its thread ended under it, mostly because it used more memory than it may. */
export class ThreadLostError extends Error {
  override readonly name = 'ThreadLostError';
}

/** What a thread is given and allowed. */
export interface ThreadOptions extends ThreadWork {
  /** When not given, whoever gives a job ends it. */
  readonly limit?: TimeLimit;
  /** The most memory that its values may take, in MiB. */
  readonly memoryMb: number;
}

/** A job that a thread does, with who waits for it. */
export interface Job {
  readonly input: unknown;
  /** Aborted when nobody wants the result any more. */
  readonly signal: AbortSignal | undefined;
  /** Hears what the job says meanwhile. */
  told(said: unknown): void;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** How long a job that is aborted may take to end by itself, in ms; then its thread is ended. */
const GRACE_MS = 2_000;

/** A thread, which does one job at a time. The process does not wait for one that has none. */
export interface Thread {
  readonly state: 'starting' | 'idle' | 'working' | 'ending';
  /** Only for an idle thread. */
  do(job: Job): void;
  /** Ends it whatever it is at; settles once it is gone. */
  end(): Promise<void>;
}

/** Starts a thread; `idle` is called when it is ready for a job, `gone` once it is no more, whether or not somebody ended it. */
export function startThread(
  { limit, memoryMb, ...work }: ThreadOptions,
  on: { idle(): void; gone(reason: ThreadLostError): void },
): Thread {
  const worker = new Worker(ENTRY, {
    workerData: work satisfies ThreadWork,
    name: work.name,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let state: Thread['state'] = 'starting';
  let job: Job | undefined;
  let usedBefore = 0;
  let endWatches: (() => void)[] = [];
  let failure: Error | undefined;

  const takeJob = (): Job | undefined => {
    for (const endWatch of endWatches.splice(0)) endWatch();
    const taken = job;
    job = undefined;
    return taken;
  };
  const used = async (): Promise<number> => {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1_000 - usedBefore;
  };
  const giveUp = (reason: unknown): void => {
    state = 'ending';
    takeJob()?.reject(reason);
    // Nobody waits for it: a call that nothing interrupts ends when it ends.
    void worker.terminate();
  };
  const say = (message: ToThread): void => {
    worker.postMessage(message);
  };
  const watch = ({ signal }: Job): (() => void)[] => {
    const ends: (() => void)[] = [];
    if (limit !== undefined) {
      const tooLong = `It took longer than ${limit.usedMs / 1_000} s, and was given up.`;
      ends.push(
        watchLimit(limit, used, () => {
          giveUp(new ThreadLimitError(tooLong));
        }),
      );
    }
    if (signal !== undefined) ends.push(watchSignal(signal, say, giveUp));
    return ends;
  };

  worker.on('message', (message: FromThread) => {
    if (state === 'ending') return;
    if (message.kind === 'told') {
      job?.told(message.said);
      return;
    }
    state = 'idle';
    usedBefore = message.usedMs;
    worker.unref();
    const done = takeJob();
    if (done?.signal?.aborted === true) done.reject(done.signal.reason);
    else if (message.kind === 'done') done?.resolve(message.value);
    else if (message.kind === 'failed') done?.reject(rebuilt(message.error));
    on.idle();
  });
  worker.on('error', (error: Error) => {
    failure = error;
  });
  worker.on('exit', (code) => {
    state = 'ending';
    const why = failure === undefined ? `with exit code ${code}` : `by an error: ${failure.message}`;
    const reason = new ThreadLostError(`The thread ended ${why}`, { cause: failure });
    takeJob()?.reject(reason);
    on.gone(reason);
  });
  return {
    get state() {
      return state;
    },
    do: (next) => {
      state = 'working';
      job = next;
      worker.ref();
      endWatches = watch(next);
      say({ kind: 'do', input: next.input });
    },
    end: async () => {
      state = 'ending';
      await worker.terminate();
    },
  };
}

/** Hands an abort on to a thread, which has a moment to end what it is at. */
function watchSignal(
  signal: AbortSignal,
  say: (message: ToThread) => void,
  giveUp: (reason: unknown) => void,
): () => void {
  let impatience: NodeJS.Timeout | undefined;
  const abort = (): void => {
    say({ kind: 'abort' });
    impatience = setTimeout(() => {
      giveUp(signal.reason);
    }, GRACE_MS);
  };
  signal.addEventListener('abort', abort, { once: true });
  return () => {
    signal.removeEventListener('abort', abort);
    clearTimeout(impatience);
  };
}

/** An error of a thread, by its name; what it was an instance of is for whoever gave the job to know. */
function rebuilt({ name, message, stack }: ThrownThere): Error {
  return Object.assign(new Error(message), { name, ...(stack === undefined ? {} : { stack }) });
}
