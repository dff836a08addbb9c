import { type CircuitBreaker, DEFAULT_BREAKER_SETTINGS, NEW_BREAKER, react } from '../../src/domain/circuit-breaker.ts';
import type { BreakerStore, BreakerTransition } from '../../src/persistence/breaker-store.ts';

/** Breakers in a map, decided on as in a database; `away` lets every question fail, `silent` lets none be answered. */
export interface MemoryBreakerStore extends BreakerStore {
  /** By agent. */
  readonly kept: Map<string, CircuitBreaker>;
  /** `<agent> <event>`, in order. */
  readonly events: string[];
  away: boolean;
  silent: boolean;
}

/** An empty store; `now` in ms since the epoch. */
export function memoryBreakerStore(now: () => number): MemoryBreakerStore {
  const log: BreakerTransition[] = [];
  const answer = <T>(value: () => T): Promise<T> => {
    if (store.silent) return new Promise(() => undefined);
    return store.away ? Promise.reject(new Error('the database is away')) : Promise.resolve().then(value);
  };
  const store: MemoryBreakerStore = {
    kept: new Map(),
    events: [],
    away: false,
    silent: false,
    apply: (agent, event) =>
      answer(() => {
        store.events.push(`${agent} ${event.kind}`);
        const before = store.kept.get(agent) ?? NEW_BREAKER;
        const step = react(before, event, DEFAULT_BREAKER_SETTINGS, now());
        const { breaker, reason } = step;
        store.kept.set(agent, breaker);
        if (reason !== undefined) {
          log.unshift({
            agent,
            from_state: before.state,
            to_state: breaker.state,
            generation: breaker.generation,
            reason,
            decided_by:
              (event.kind === 'trip' || event.kind === 'reset') && event.by !== 'chimera' ? 'operator' : 'chimera',
            at: new Date(now()).toISOString(),
          });
        }
        return step;
      }),
    all: () => answer(() => ({ at: now(), breakers: store.kept })),
    transitions: (limit, agent) =>
      answer(() => log.filter((one) => agent === undefined || one.agent === agent).slice(0, limit)),
  };
  return store;
}
