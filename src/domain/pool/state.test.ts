import { describe, expect, it } from 'vitest';
import { RULES } from './act.testsuite.ts';
import { DEFAULT_POOL_SETTINGS } from './settings.ts';
import { newPool } from './state.ts';

describe('a new pool', () => {
  it('is open, in NORMAL, and knows of nothing yet', () => {
    expect(newPool('default', DEFAULT_POOL_SETTINGS, 7)).toMatchObject({
      intake: 'open',
      mode: 'NORMAL',
      queue: [],
      leases: [],
      pressure: [],
      window: [],
      waits: [],
      depths: [],
      decisions: [],
      parked: [],
      over: [],
      started_at: 7,
    });
  });

  it('acts by itself by the rules that it begins with, and has done nothing yet', () => {
    const { actions } = newPool('default', DEFAULT_POOL_SETTINGS, 7, RULES);
    expect(actions).toEqual({ ...newPool('default', DEFAULT_POOL_SETTINGS, 7).actions, rules: RULES });
  });
});
