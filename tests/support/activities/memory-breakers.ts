import { DEFAULT_BREAKER_SETTINGS } from '../../../src/domain/circuit-breaker.ts';
import { type CircuitBreakers, createCircuitBreakers } from '../../../src/persistence/circuit-breakers.ts';
import { type MemoryBreakerStore, memoryBreakerStore } from '../memory-breaker-store.ts';

/** Breakers without a database, all at one moment of time, and what happened to them. */
export interface MemoryBreakers extends Pick<MemoryBreakerStore, 'kept' | 'events'> {
  readonly breakers: CircuitBreakers;
}

/** The real decisions on breakers in a map. */
export function memoryBreakers(): MemoryBreakers {
  const { apply, kept, events } = memoryBreakerStore(() => 0);
  const log = { warn: () => undefined };
  return { kept, events, breakers: createCircuitBreakers({ apply, settings: DEFAULT_BREAKER_SETTINGS, log }) };
}
