import type { HeartbeatKind } from '../../domain/heartbeat/heartbeat.ts';
import type {
  HeartbeatStore,
  HeartbeatSubject,
  HeartbeatTransition,
  ReceivedHeartbeat,
} from '../../persistence/heartbeats/heartbeat-store.ts';
import type { ApiLog } from '../api-log.ts';
import { atMost } from '../at-most.ts';

/** What is known of the heartbeats of some workers or agents; `at` by the database's clock, in ms since the epoch. */
export interface KnownHeartbeats {
  readonly at: number;
  readonly subjects: readonly HeartbeatSubject[];
  readonly beats: readonly ReceivedHeartbeat[];
  readonly transitions: readonly HeartbeatTransition[];
}

/** Which ones: all of a kind, or those that fit; and how many changes of each. */
export interface HeartbeatQuestion {
  readonly kind: HeartbeatKind;
  readonly fits?: (subject: HeartbeatSubject) => boolean;
  readonly transitions: number;
}

/** How long the database may take, in ms. */
const PATIENCE_MS = 1_000;

/** Reads heartbeats for the API. */
export class HeartbeatReader {
  readonly #store: Pick<HeartbeatStore, 'subjects' | 'beats' | 'transitions'>;
  readonly #log: ApiLog;

  constructor(store: Pick<HeartbeatStore, 'subjects' | 'beats' | 'transitions'>, log: ApiLog) {
    this.#store = store;
    this.#log = log;
  }

  /** Undefined when the database does not answer in time. */
  async read(question: HeartbeatQuestion): Promise<KnownHeartbeats | undefined> {
    try {
      return await atMost(PATIENCE_MS, this.#ask(question));
    } catch (error) {
      this.#log.warn({ err: error }, 'heartbeats unknown: database away');
      return undefined;
    }
  }

  async #ask({ kind, fits = () => true, transitions: most }: HeartbeatQuestion): Promise<KnownHeartbeats> {
    const { at, subjects: all } = await this.#store.subjects();
    const subjects = all.filter((subject) => subject.kind === kind && fits(subject));
    const names = subjects.map(({ name }) => name);
    if (names.length === 0) return { at, subjects, beats: [], transitions: [] };
    const [beats, transitions] = await Promise.all([
      this.#store.beats(kind, names),
      this.#store.transitions(kind, names, most),
    ]);
    return { at, subjects, beats, transitions };
  }
}
