import { describe, expect, it } from 'vitest';
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
});
