import type { MessageEvent } from '@nestjs/common';
import { type Observable, Subject, takeUntil } from 'rxjs';
import type { TemporalUi } from '../links.ts';
import type { TaskReader } from '../tasks/task-reader.ts';
import { viewTask } from '../tasks/task-view.ts';
import { taskEvents } from './task-events.ts';
import type { TaskFeed } from './task-feed.ts';

/** Ms between two heartbeat comments. */
const HEARTBEAT_MS = 15_000;

/** Live events of tasks, until the API shuts down. */
export class EventsService {
  readonly #reader: TaskReader;
  readonly #feed: TaskFeed;
  readonly #temporalUi: TemporalUi | undefined;
  readonly #now: () => number;
  readonly #closing = new Subject<void>();

  constructor(reader: TaskReader, feed: TaskFeed, temporalUi: TemporalUi | undefined, now: () => number) {
    this.#reader = reader;
    this.#feed = feed;
    this.#temporalUi = temporalUi;
    this.#now = now;
  }

  /** The events of one task. @throws {Problem} 404 for an id of no task, before the stream begins. */
  async open(taskId: string, lastEventId: string | undefined): Promise<Observable<MessageEvent>> {
    await this.#reader.read(taskId);
    const events = taskEvents(this.#feed.follow(taskId), {
      view: (snapshot) => viewTask(snapshot, this.#temporalUi, this.#now()),
      lastEventId,
      heartbeatMs: HEARTBEAT_MS,
    });
    return events.pipe(takeUntil(this.#closing));
  }

  /** Called by Nest before the server closes: ends every stream, so that closing need not wait for clients. */
  onModuleDestroy(): void {
    this.#closing.next();
    this.#closing.complete();
  }
}
