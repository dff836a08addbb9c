import { expect, it } from 'vitest';
import { DEFAULT_BREAKER_SETTINGS, NEW_BREAKER, react } from '../domain/circuit-breaker.ts';
import { countedChanges } from './counted-changes.ts';

it('counts an event that changed a breaker’s state, and no other', async () => {
  const changes: string[] = [];
  const breakerChanged = (agent: string, to: string) => void changes.push(`${agent} ${to}`);
  const apply = countedChanges((_, event) => Promise.resolve(react(NEW_BREAKER, event, DEFAULT_BREAKER_SETTINGS, 0)), {
    breakerChanged,
  });
  await apply('coder', { kind: 'enter', token: 't' });
  await apply('coder', { kind: 'trip', reason: 'it writes nonsense' });
  expect(changes).toEqual(['coder OPEN']);
});
