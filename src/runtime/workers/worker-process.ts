import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { MetricsSnapshot } from '../../observability/metrics/worker-snapshots.ts';
import type { RecordSink } from '../../persistence/recorder/recorder.ts';
import { answerFor, type AskedStore } from './questions-over-ipc.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** How a worker process is started. */
export interface WorkerProcessOptions {
  /** The module it runs; absolute path. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told of each line it prints. */
  readonly onLine: (line: string) => void;
  /** Takes its records. */
  readonly records: RecordSink;
  /** Answers what it asks. */
  readonly store: AskedStore;
  /** Told of its metrics every few seconds. */
  readonly onMetrics: (snapshot: MetricsSnapshot) => void;
}

/** How a worker process ended. */
export interface WorkerEnd {
  /** In words: "exit code 1", "SIGKILL". */
  readonly says: string;
  readonly exitCode: number | null;
  /** The last lines of its standard error. */
  readonly lastWords: string;
}

/** A worker process, as its parent holds it. */
export interface WorkerProcess {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Settles when it works; never when it does not come to that. */
  readonly ready: Promise<void>;
  readonly ended: Promise<WorkerEnd>;
  /** Lets it finish what it does, within the bound it was given, and then end. */
  drain(): void;
  /** Has it hand back what it does and end soon. */
  stop(): void;
  kill(): void;
}

const LAST_WORDS = 20;

/** How long the output of an ended process is waited for, in ms. */
const OUTPUT_LIMIT_MS = 1_000;

/**
 * Starts a worker process: in a group of its own, so that a Ctrl-C meant for the parent is not one for it as well, and
 * with a channel to the parent, by whose end it notices that the parent is gone.
 */
export function startWorkerProcess(options: WorkerProcessOptions): WorkerProcess {
  const { entry, args = [], env } = options;
  try {
    const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
    return held(fork(entry, args, { env, execArgv: [], detached: true, stdio: [...stdio] }), options);
  } catch (error) {
    return neverStarted(error);
  }
}

function held(child: ChildProcess, { onLine, records, store, onMetrics }: WorkerProcessOptions): WorkerProcess {
  const words: string[] = [];
  readLines(child.stdout, onLine);
  readLines(child.stderr, (line) => {
    words.splice(0, words.length - LAST_WORDS + 1);
    words.push(line);
    onLine(line);
  });
  const tell = (message: ToWorker): void => {
    // A process that is gone by now needs to be told nothing.
    if (child.connected) child.send(message, () => undefined);
  };
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      // Only this program's own code has the other end of the channel.
      const said = message as FromWorker;
      switch (said.kind) {
        case 'ready':
          resolve();
          break;
        case 'records':
          for (const record of said.records) records.record(record);
          tell({ kind: 'recorded', id: said.id });
          break;
        case 'metrics':
          onMetrics(said.snapshot);
          break;
        case 'question':
          void answerFor(store, said).then(tell);
      }
    });
  });
  return {
    pid: child.pid,
    ready,
    ended: endOf(child).then((end) => ({ ...end, lastWords: words.join('\n') })),
    drain: () => void child.kill('SIGTERM'),
    stop: () => {
      tell({ kind: 'stop' });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

async function endOf(child: ChildProcess): Promise<Omit<WorkerEnd, 'lastWords'>> {
  const closed = once(child, 'close').catch(() => undefined);
  try {
    await once(child, 'exit');
  } catch (error) {
    return notStarted(error);
  }
  await Promise.race([closed, delay(OUTPUT_LIMIT_MS, undefined, { ref: false })]);
  const { exitCode, signalCode } = child;
  return { says: signalCode ?? `exit code ${exitCode ?? 'unknown'}`, exitCode };
}

function notStarted(error: unknown): Omit<WorkerEnd, 'lastWords'> {
  return { says: `it could not be started: ${String(error)}`, exitCode: null };
}

/** The system refuses some processes by an event, as one that ends, and others, such as for want of memory, at once. */
function neverStarted(error: unknown): WorkerProcess {
  return {
    pid: undefined,
    ready: new Promise(() => undefined),
    ended: Promise.resolve({ ...notStarted(error), lastWords: '' }),
    drain: () => undefined,
    stop: () => undefined,
    kill: () => undefined,
  };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}
