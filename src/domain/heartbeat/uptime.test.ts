import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEARTBEAT_STATES } from './state.ts';
import { uptimeOf } from './uptime.ts';

describe('the uptime', () => {
  it('is the share of time not FAILED since it was first seen', () => {
    expect(uptimeOf({ state: 'HEALTHY', since: 900, failed_ms: 250 }, 0, 1_000)).toBe(0.75);
    expect(uptimeOf({ state: 'CRITICAL', since: 900, failed_ms: 0 }, 0, 1_000)).toBe(1);
  });

  it('falls while it is FAILED', () => {
    const judgement = { state: 'FAILED', since: 500, failed_ms: 100 } as const;
    expect(uptimeOf(judgement, 0, 500)).toBe(0.8);
    expect(uptimeOf(judgement, 0, 1_000)).toBe(0.4);
  });

  it('stays as it was once it is stopped', () => {
    const judgement = { state: 'STOPPED', since: 1_000, failed_ms: 500 } as const;
    expect(uptimeOf(judgement, 0, 1_000)).toBe(0.5);
    expect(uptimeOf(judgement, 0, 9_000_000)).toBe(0.5);
  });

  it('is all or nothing in the first moment', () => {
    expect(uptimeOf({ state: 'EXPECTED', since: 5, failed_ms: 0 }, 5, 5)).toBe(1);
    expect(uptimeOf({ state: 'FAILED', since: 5, failed_ms: 0 }, 5, 5)).toBe(0);
  });

  it('is from 0 to 1, whatever clocks do', () => {
    const ms = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...HEARTBEAT_STATES), ms, ms, ms, ms, (state, since, failed_ms, first, now) => {
        const uptime = uptimeOf({ state, since, failed_ms }, first, now);
        expect(uptime).toBeGreaterThanOrEqual(0);
        expect(uptime).toBeLessThanOrEqual(1);
      }),
    );
  });
});
