import { expect, it } from 'vitest';
import { HEARTBEAT_STATES } from './state.ts';
import { heartbeatTrouble } from './trouble.ts';

it('ranks who failed above who is late, and knows nothing of who is unknown', () => {
  const worstFirst = HEARTBEAT_STATES.toSorted(
    (one, other) => (heartbeatTrouble(other) ?? 0) - (heartbeatTrouble(one) ?? 0),
  );
  expect(worstFirst.slice(0, 3)).toEqual(['FAILED', 'CRITICAL', 'DEGRADED']);
  expect(worstFirst.slice(3).map(heartbeatTrouble)).toEqual([0, 0, 0]);
  expect(heartbeatTrouble('UNKNOWN')).toBeUndefined();
});
