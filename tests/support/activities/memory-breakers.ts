import {
  type BreakerEvent,
  type BreakerSettings,
  type CircuitBreaker,
  DEFAULT_BREAKER_SETTINGS,
  NEW_BREAKER,
  react,
} from '../../../src/domain/circuit-breaker.ts';
import { type CircuitBreakers, createCircuitBreakers } from '../../../src/persistence/circuit-breakers.ts';

/** Breakers without a database, and what happened to them. */
export interface MemoryBreakers {
  readonly breakers: CircuitBreakers;
  /** By agent. */
  readonly kept: Map<string, CircuitBreaker>;
  /** `<agent> <event>`, in order. */
  readonly events: string[];
}

/** The real decisions on breakers in a map, all at one moment of time. */
export function memoryBreakers(settings: BreakerSettings = DEFAULT_BREAKER_SETTINGS): MemoryBreakers {
  const kept = new Map<string, CircuitBreaker>();
  const events: string[] = [];
  const apply = (agent: string, event: BreakerEvent) => {
    events.push(`${agent} ${event.kind}`);
    const step = react(kept.get(agent) ?? NEW_BREAKER, event, settings, 0);
    kept.set(agent, step.breaker);
    return Promise.resolve(step);
  };
  return { kept, events, breakers: createCircuitBreakers({ apply, settings, log: { warn: () => undefined } }) };
}
