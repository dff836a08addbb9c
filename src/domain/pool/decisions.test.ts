import { describe, expect, it } from 'vitest';
import { poolWith, T0 } from '../../../tests/support/pool-states.ts';
import { decided } from './decisions.ts';

describe('a decision', () => {
  it('is written down with the sizes before and after, the reason and the time', () => {
    const before = poolWith();
    const after = poolWith({ mode: 'SURVIVAL' });
    expect(decided(before, after, 'mode', 'memory', T0 + 1)).toEqual({
      ...after,
      decisions: [{ at: T0 + 1, action: 'mode', from_size: 5, to_size: 2, reason: 'memory' }],
    });
  });

  it('is remembered with the 99 before it', () => {
    let state = poolWith();
    for (let n = 0; n < 120; n += 1) state = decided(state, state, 'pause', String(n), T0 + n);
    expect(state.decisions).toHaveLength(100);
    expect(state.decisions.at(-1)?.reason).toBe('119');
  });
});
