import type { MessageEvent } from '@nestjs/common';
import { type Observable, Subject, takeUntil } from 'rxjs';
import { Caps } from '../../door/caps.ts';
import type { CapSettings } from '../../door/limits.ts';
import type { TemporalUiPlace } from '../../contract/links.ts';
import type { TaskReader } from '../tasks/task-reader.ts';
import { viewTask } from '../tasks/task-view.ts';
import { Problem } from '../problem/problem.ts';
import { taskEvents } from './task-events.ts';
import type { TaskFeed } from './task-feed.ts';

/** Ms between two heartbeat comments. */
const HEARTBEAT_MS = 15_000;

/** Streams at once. A thousand cost 200 MB and some percent of a core; what comes through a proxy is one client. */
const STREAMS: CapSettings = { inAll: 1_000, perClient: 200 };

const RETRY_AFTER_SECONDS = '10';

/** What the events' service works with; `now` gives ms since the epoch. */
export interface EventsParts {
  readonly reader: TaskReader;
  readonly feed: TaskFeed;
  readonly temporalUi: TemporalUiPlace | undefined;
  /** Streams at once; as many as usual when not given. */
  readonly streams?: CapSettings | undefined;
  readonly now: () => number;
}

/** Who wants to follow a task, and from where on. */
export interface Follower {
  /** Its address. */
  readonly client: string;
  readonly lastEventId: string | undefined;
  /** Aborted when it is gone, also before it got anything. */
  readonly gone: AbortSignal;
}

/** Live events of tasks, until the API shuts down. */
export class EventsService {
  readonly #parts: EventsParts;
  readonly #caps: Caps;
  readonly #closing = new Subject<void>();

  constructor(parts: EventsParts) {
    this.#parts = parts;
    this.#caps = new Caps(parts.streams ?? STREAMS);
  }

  /**
   * The events of one task. @throws {Problem} before the stream begins: 404 for an id of no task, 429 for a client that
   * has too many streams, 503 when all together have.
   */
  async open(taskId: string, { client, lastEventId, gone }: Follower): Promise<Observable<MessageEvent>> {
    const { reader, feed, temporalUi, now } = this.#parts;
    await reader.read(taskId);
    const entry = this.#caps.enter(client);
    if (!entry.ok) throw tooManyStreams(entry.full, this.#parts.streams ?? STREAMS);
    gone.addEventListener('abort', entry.leave);
    if (gone.aborted) entry.leave();
    const events = taskEvents(feed.follow(taskId), {
      view: (snapshot) => viewTask(snapshot, temporalUi, now()),
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

function tooManyStreams(full: keyof CapSettings, caps: CapSettings): Problem {
  const headers = { 'Retry-After': RETRY_AFTER_SECONDS };
  const whose = full === 'perClient' ? 'from this address' : 'over all clients';
  const detail = `${caps[full]} event streams are open ${whose} already; close some, or try again in ${RETRY_AFTER_SECONDS} s.`;
  return new Problem(full === 'perClient' ? 429 : 503, 'too-many-streams', detail, { headers });
}
