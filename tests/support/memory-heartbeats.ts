import type {
  HeartbeatStore,
  HeartbeatSubject,
  HeartbeatTransition,
  ReceivedHeartbeat,
} from '../../src/persistence/heartbeats/heartbeat-store.ts';

/** Heartbeats in memory; `away` lets every question fail, `silent` lets none be answered. */
export interface MemoryHeartbeats extends Pick<HeartbeatStore, 'subjects' | 'beats' | 'transitions'> {
  readonly known: HeartbeatSubject[];
  readonly received: ReceivedHeartbeat[];
  readonly changes: HeartbeatTransition[];
  away: boolean;
  silent: boolean;
}

/** No heartbeats; `now` in ms since the epoch. */
export function memoryHeartbeats(now: () => number): MemoryHeartbeats {
  const answer = <T>(value: () => T): Promise<T> => {
    if (store.silent) return new Promise(() => undefined);
    return store.away ? Promise.reject(new Error('the database is away')) : Promise.resolve().then(value);
  };
  const store: MemoryHeartbeats = {
    known: [],
    received: [],
    changes: [],
    away: false,
    silent: false,
    subjects: () => answer(() => ({ at: now(), subjects: [...store.known] })),
    beats: (_, names) => answer(() => store.received.filter(({ name }) => names.includes(name))),
    transitions: (_, names, most) =>
      answer(() => store.changes.filter(({ name }) => names.includes(name)).slice(0, most)),
  };
  return store;
}
