import { innermostReason } from '../innermost-reason.ts';
import { isRefusal } from './refusal.ts';
import { kindOf, subjectOf, tellingOf, type WorkRecord } from './record.ts';

/** Where a recorder says that records were lost. */
export interface RecorderLog {
  warn(context: object, message: string): void;
}

/** What a recorder works with. Times in ms. */
export interface RecorderSetup {
  /** Writes records about different things, all or none; writing one twice must do no harm. */
  readonly write: (records: readonly WorkRecord[]) => Promise<unknown>;
  readonly log: RecorderLog;
  /** Records that may wait, those being written among them; what comes when it is full is lost. */
  readonly limit?: number;
  /** The most records of one write. */
  readonly batch?: number;
  /** How long a record waits for others to share its write. */
  readonly lingerMs?: number;
  /** The first and the longest pause before a store that was away is tried again. */
  readonly pauseMs?: { readonly first: number; readonly longest: number };
  /** How long the store may take for what is left when the recorder is stopped. */
  readonly patienceMs?: number;
  /** A clock that is never set back. */
  readonly now?: () => number;
}

/** Where work drops its records. It never fails and never waits: no task may suffer from a database that is away. */
export interface RecordSink {
  record(record: WorkRecord): void;
}

/** What a recorder says of its work. */
export interface RecorderCounts {
  /** Records that wait to be written, or are being written. */
  readonly waiting: number;
  /** Records lost since the process started. */
  readonly lost: number;
}

/** Writes records in the background. */
export interface Recorder extends RecordSink {
  readonly counts: RecorderCounts;
  /** Writes what waits, as far as the store takes it in time; what comes afterwards is lost. */
  stop(): Promise<void>;
}

const LIMIT = 1_000;
const BATCH = 500;
/** Soon enough for whoever looks at a list; statements of many rows cost the store a fraction of as many statements. */
const LINGER_MS = 1_000;
const PAUSE_MS = { first: 250, longest: 5_000 };
const PATIENCE_MS = 5_000;
const LOG_INTERVAL_MS = 60_000;

/**
 * A recorder with a bounded queue.
 *
 * 1. `record` is a look at a map: it neither waits nor throws.
 * 2. What waits about one thing is merged, so that a batch says the latest of it.
 * 3. While the store is away its batch is tried again, and the rest waits behind it. A record that the store refuses is
 *    lost alone.
 * 4. Records wait a moment for others, but for those that are urgent.
 * 5. What is lost is counted, and told of once a minute at most.
 */
export function createRecorder(setup: RecorderSetup): Recorder {
  const { write, log, limit = LIMIT, batch = BATCH, lingerMs = LINGER_MS, pauseMs = PAUSE_MS } = setup;
  const { patienceMs = PATIENCE_MS, now = () => performance.now() } = setup;
  const waiting = new Map<string, WorkRecord>();
  let underWay = 0;
  let lost = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let wake = (): void => undefined;
  let lingering = false;
  let working: Promise<void> | undefined;

  function lose(count: number, reason: string): void {
    lost += count;
    if (now() - saidAt < LOG_INTERVAL_MS) return;
    saidAt = now();
    log.warn({ lost, reason }, 'Records were lost; no task is affected');
  }

  /** Cut short by a stop. */
  function pause(ms: number): Promise<void> {
    if (stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Resolves when each of the records was taken, or refused, which is its loss. */
  async function deliver(records: readonly WorkRecord[]): Promise<void> {
    for (let ms = pauseMs.first; ; ms = Math.min(2 * ms, pauseMs.longest)) {
      try {
        await write(records);
        return;
      } catch (error) {
        const reason = innermostReason(error);
        if (!isRefusal(error)) {
          if (stopped) {
            lose(records.length, reason);
            return;
          }
          await pause(ms);
        } else if (records.length === 1) {
          lose(1, reason);
          return;
        } else {
          for (const record of records) await deliver([record]);
          return;
        }
      }
    }
  }

  async function linger(): Promise<void> {
    lingering = true;
    await pause(lingerMs);
    lingering = false;
  }

  async function work(): Promise<void> {
    await linger();
    while (waiting.size > 0) {
      const next = [...waiting].slice(0, batch);
      for (const [subject] of next) waiting.delete(subject);
      underWay = next.length;
      await deliver(next.map(([, record]) => record));
      underWay = 0;
      if (waiting.size > 0 && waiting.size < batch) await linger();
    }
    working = undefined;
  }

  return {
    record(record) {
      if (stopped) {
        lose(1, 'the recorder has stopped');
        return;
      }
      const subject = subjectOf(record);
      const before = waiting.get(subject);
      if (before === undefined && waiting.size + underWay >= limit) {
        lose(1, `${limit} records wait already`);
        return;
      }
      waiting.set(subject, before === undefined ? record : tellingOf(before, record));
      working ??= work();
      if (lingering && (waiting.size >= batch || kindOf(record).urgent === true)) wake();
    },
    get counts() {
      return { waiting: waiting.size + underWay, lost };
    },
    async stop() {
      stopped = true;
      wake();
      const { promise: late, resolve } = Promise.withResolvers<'late'>();
      const timer = setTimeout(resolve, patienceMs, 'late');
      if ((await Promise.race([working, late])) === 'late') {
        lose(waiting.size + underWay, `the store took longer than ${patienceMs / 1_000} s at the end`);
        waiting.clear();
      }
      clearTimeout(timer);
    },
  };
}
