import { describe, expect, it } from 'vitest';
import { leases, poolWith, T0 } from '../../../tests/support/pool-states.ts';
import { configured, obey, refusal } from './commands.ts';
import { DEFAULT_POOL_SETTINGS } from './settings.ts';

describe('a command', () => {
  it('pauses, resumes and drains, and is written down with its reason', () => {
    const paused = obey(poolWith(), { kind: 'pause', reason: 'lunch' }, T0);
    expect(paused.intake).toBe('paused');
    expect(paused.decisions).toEqual([{ at: T0, action: 'pause', from_size: 5, to_size: 5, reason: 'lunch' }]);
    expect(obey(paused, { kind: 'resume', reason: 'r' }, T0).intake).toBe('open');
    expect(obey(paused, { kind: 'drain', reason: 'r' }, T0).intake).toBe('draining');
  });

  it('changes the settings and leaves running work alone', () => {
    const busy = poolWith({ leases: leases(5) });
    const smaller = obey(busy, { kind: 'configure', change: { size: 2 }, reason: 'r' }, T0);
    expect(smaller.settings).toEqual({ ...DEFAULT_POOL_SETTINGS, size: 2, min: 2 });
    expect(smaller.leases).toEqual(busy.leases);
    expect(smaller.scaled_at).toBe(T0);
    expect(smaller.decisions).toEqual([{ at: T0, action: 'configure', from_size: 5, to_size: 2, reason: 'r' }]);
  });

  it('is refused with the fields that are wrong and what would be right', () => {
    const refusalOf = (change: object) => refusal(poolWith(), { kind: 'configure', change, reason: 'r' });
    expect(refusalOf({ size: 8 })).toBeUndefined();
    expect(refusalOf({ size: 0, queue_cap: 0 })).toBe(
      'size must be a whole number from 1 to 1000; min must be a whole number from 1 to 1000; ' +
        'queue_cap must be a whole number from 1 to 5000',
    );
    expect(refusal(poolWith(), { kind: 'drain', reason: 'r' })).toBeUndefined();
  });
});

describe('a configuration', () => {
  const other = { ...DEFAULT_POOL_SETTINGS, size: 8 };

  it('that differs from the last one replaces the settings', () => {
    const state = configured(poolWith(), other, T0);
    expect(state).toMatchObject({ settings: other, configured: other });
    expect(state.decisions).toEqual([
      {
        at: T0,
        action: 'configure',
        from_size: 5,
        to_size: 8,
        reason: 'the configuration changed: size 8, 3 to 10, autoscaled',
      },
    ]);
  });

  it('that is the same again leaves what an operator changed', () => {
    const state = poolWith({ settings: other });
    expect(configured(state, DEFAULT_POOL_SETTINGS, T0)).toBe(state);
  });

  it('that says what an operator set already is no decision', () => {
    const state = configured(poolWith({ settings: other }), other, T0);
    expect(state).toMatchObject({ settings: other, configured: other, decisions: [] });
  });
});
