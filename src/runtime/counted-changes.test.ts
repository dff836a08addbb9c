import { expect, it } from 'vitest';
import { memoryLog } from '../../tests/support/memory-log.ts';
import { DEFAULT_BREAKER_SETTINGS, NEW_BREAKER, react } from '../domain/circuit-breaker.ts';
import { countedChanges } from './counted-changes.ts';

it('counts and tells an event that changed a breaker’s state, and no other', async () => {
  const changes: string[] = [];
  const { log, lines } = memoryLog();
  const breakerChanged = (agent: string, to: string) => void changes.push(`${agent} ${to}`);
  const apply = countedChanges(
    (_, event) => Promise.resolve(react(NEW_BREAKER, event, DEFAULT_BREAKER_SETTINGS, 0)),
    {
      breakerChanged,
    },
    log,
  );
  await apply('coder', { kind: 'enter', token: 't' });
  await apply('coder', { kind: 'trip', reason: 'it writes nonsense' });
  expect(changes).toEqual(['coder OPEN']);
  const context = { agent: 'coder', state: 'OPEN', reason: expect.stringContaining('it writes nonsense') as string };
  expect(lines()).toMatchObject([{ level: 'warn', message: 'A circuit breaker changed', context }]);
});
