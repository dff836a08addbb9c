import { afterAll, beforeAll, expect, it } from 'vitest';
import { Registry } from 'prom-client';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { DEFAULT_BREAKER_SETTINGS } from '../domain/circuit-breaker.ts';
import { countersReader } from '../journal/counters.ts';
import { breakerJournal } from '../journal/worker-journal.ts';
import { createBreakerStore } from './breaker-store.ts';
import { type Database, openDatabase } from './database.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase({});
});
afterAll(() => database.close());

it('counts and tells an event that changed a breaker’s state, and no other', async () => {
  const registry = new Registry();
  const { log, lines } = memoryLog();
  const changed = breakerJournal(countersReader(registry), log);
  const { apply } = createBreakerStore(database.db, DEFAULT_BREAKER_SETTINGS, changed);
  await apply('coder', { kind: 'enter', token: 't' });
  await apply('coder', { kind: 'trip', reason: 'it writes nonsense' });
  await apply('coder', { kind: 'reset', reason: 'it is well' });
  const counted = await registry.metrics();
  expect(counted).toContain('chimera_circuit_breaker_transitions_total{agent="coder",to="OPEN"} 1');
  expect(counted).toContain('chimera_circuit_breaker_transitions_total{agent="coder",to="CLOSED"} 1');
  const message = 'A circuit breaker changed';
  expect(lines()).toMatchObject([
    { level: 'warn', message, context: { agent: 'coder', state: 'OPEN', generation: 1, reason: 'it writes nonsense' } },
    { level: 'info', message, context: { agent: 'coder', state: 'CLOSED', generation: 2, reason: 'it is well' } },
  ]);
});
