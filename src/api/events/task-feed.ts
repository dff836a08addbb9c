import { setTimeout as delay } from 'node:timers/promises';
import { defer, Observable, ReplaySubject, share } from 'rxjs';
import type { ApiLog } from '../api-log.ts';
import type { TaskReader } from '../tasks/task-reader.ts';
import { hasEnded } from '../../domain/task.ts';
import type { TaskSnapshot } from '../tasks/task-snapshot.ts';
import { TemporalUnavailableError } from '../../temporal/call.ts';

/** How often a followed task is looked at, in ms: usually, and while its workflow or Temporal does not answer. */
export interface FeedPace {
  readonly usualMs: number;
  readonly troubledMs: number;
}

/** Two looks a second, and one in three seconds in trouble. */
const FEED_PACE: FeedPace = { usualMs: 500, troubledMs: 3_000 };

/**
 * Follows tasks for as long as somebody listens.
 *
 * 1. One loop a task, however many listen; a later listener gets the latest snapshot at once.
 * 2. The loop ends when the last listener goes, or after the snapshot in which the task has ended.
 * 3. A time without Temporal is waited out.
 */
export class TaskFeed {
  readonly #reader: TaskReader;
  readonly #log: ApiLog;
  readonly #pace: FeedPace;
  readonly #feeds = new Map<string, Observable<TaskSnapshot>>();

  constructor(reader: TaskReader, log: ApiLog, pace: FeedPace = FEED_PACE) {
    this.#reader = reader;
    this.#log = log;
    this.#pace = pace;
  }

  /** How many tasks are followed now. */
  get size(): number {
    return this.#feeds.size;
  }

  /** The task's snapshots, one a look, from now until it has ended. */
  follow(taskId: string): Observable<TaskSnapshot> {
    return defer(() => {
      const feed = this.#feeds.get(taskId) ?? this.#feedOf(taskId);
      this.#feeds.set(taskId, feed);
      return feed;
    });
  }

  #feedOf(taskId: string): Observable<TaskSnapshot> {
    return new Observable<TaskSnapshot>((listener) => {
      const end = new AbortController();
      const look = async (): Promise<void> => {
        try {
          await this.#loop(taskId, end.signal, (snapshot) => {
            listener.next(snapshot);
          });
        } catch (error) {
          // Its listeners may connect again; there is no other way to tell them in the middle of a stream.
          this.#log.error({ err: error, task_id: taskId }, 'a followed task cannot be read');
        }
        listener.complete();
      };
      void look();
      return () => {
        this.#feeds.delete(taskId);
        end.abort();
      };
    }).pipe(share({ connector: () => new ReplaySubject(1) }));
  }

  async #loop(taskId: string, signal: AbortSignal, emit: (snapshot: TaskSnapshot) => void): Promise<void> {
    let known: TaskSnapshot | undefined;
    while (!signal.aborted) {
      let pause = this.#pace.usualMs;
      try {
        known = await this.#reader.read(taskId, known);
        emit(known);
        if (hasEnded(known.state)) return;
        if (known.stale) pause = this.#pace.troubledMs;
      } catch (error) {
        if (!(error instanceof TemporalUnavailableError)) throw error;
        this.#log.info({ task_id: taskId }, 'a followed task cannot be looked at while Temporal is away');
        pause = this.#pace.troubledMs;
      }
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}
