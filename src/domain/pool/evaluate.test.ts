import { describe, expect, it } from 'vitest';
import { leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import { evaluate, isRestless, withMode, withPeak, withPressure } from './evaluate.ts';
import type { Pressure } from './messages.ts';
import { PRESSURE_TTL_MS } from './pressure.ts';
import type { PoolState } from './state.ts';

const MINUTE = 60_000;
const report = (memory_pct: number, at = T0, worker_id = 'w1'): Pressure => ({
  kind: 'pressure',
  worker_id,
  memory_pct,
  cpu_pct: 0,
  at,
});
const sizeOf = ({ settings }: PoolState): number => settings.size;
const settings = poolWith().settings;

describe('a report of pressure', () => {
  it('takes the place of the last one of its worker', () => {
    const first = withPressure(withPressure(poolWith(), report(81), T0), report(82, T0, 'w2'), T0);
    const state = withPressure(first, report(70, T0 + 1), T0 + 1);
    expect(state.pressure.map(({ worker_id, memory_pct }) => [worker_id, memory_pct])).toEqual([
      ['w2', 82],
      ['w1', 70],
    ]);
  });

  it('that comes late is dropped', () => {
    const state = withPressure(poolWith(), report(81, T0 + 5), T0 + 5);
    expect(withPressure(state, report(99, T0 + 4), T0 + 6)).toBe(state);
    expect(withPressure(state, report(99, T0 + 4, 'w2'), T0 + 6).pressure).toHaveLength(2);
  });

  it('of a fast clock counts from now, so that it lapses and the next one is heard', () => {
    const state = withPressure(poolWith(), report(81, T0 + 60 * MINUTE), T0);
    expect(state.pressure[0]?.at).toBe(T0);
    expect(withPressure(state, report(70, T0 + 60 * MINUTE), T0).pressure[0]?.memory_pct).toBe(70);
    expect(evaluate(state, T0 + PRESSURE_TTL_MS).pressure).toEqual([]);
  });
});

describe('the mode', () => {
  it('follows the reports, and each change is written down with the sizes it leads to', () => {
    const survival = withMode(withPressure(poolWith(), report(95), T0), T0);
    expect(survival).toMatchObject({ mode: 'SURVIVAL', mode_since: T0, relaxed_at: 0 });
    expect(survival.decisions).toEqual([
      {
        at: T0,
        action: 'mode',
        from_size: 5,
        to_size: 2,
        reason: 'NORMAL to SURVIVAL: memory of worker w1 is at 95 %',
      },
    ]);
    const later = T0 + MINUTE;
    const normal = withMode(withPressure(survival, report(10, later), later), later);
    expect(normal).toMatchObject({ mode: 'NORMAL', mode_since: later, relaxed_at: later });
    expect(normal.decisions.at(-1)).toMatchObject({ from_size: 2, to_size: 5 });
  });

  it('stays where nothing presses', () => {
    const state = poolWith();
    expect(withMode(state, T0)).toBe(state);
  });
});

describe('an evaluation', () => {
  it('makes a busy pool larger and an idle one smaller, with the time of the change', () => {
    const busy = evaluate(poolWith({ leases: leases(5), queue: [queued('a')] }), T0 + MINUTE);
    expect(busy).toMatchObject({ scaled_at: T0 + MINUTE, settings: { size: 7 } });
    expect(busy.decisions[0]).toMatchObject({ action: 'scale_up', from_size: 5, to_size: 7 });
    expect(sizeOf(evaluate(poolWith(), T0 + MINUTE))).toBe(4);
  });

  it('leaves the size of a pool alone that has just begun', () => {
    expect(sizeOf(evaluate(poolWith(), T0 + MINUTE - 1))).toBe(5);
  });

  it('changes no size in a mode that holds back, nor while nothing is granted', () => {
    const pressure = [{ worker_id: 'w1', memory_pct: 85, cpu_pct: 0, at: T0 + MINUTE }];
    expect(sizeOf(evaluate(poolWith({ mode: 'DEGRADED', pressure, leases: leases(5) }), T0 + MINUTE))).toBe(5);
    expect(sizeOf(evaluate(poolWith({ intake: 'paused' }), T0 + MINUTE))).toBe(5);
    expect(sizeOf(evaluate(poolWith({ intake: 'draining' }), T0 + MINUTE))).toBe(5);
  });

  it('keeps the length of the queue at the last 30 looks', () => {
    let state = poolWith({ queue: [queued('a')] });
    for (let look = 0; look < 40; look += 1) state = evaluate(state, T0);
    expect(state.depths).toEqual(Array.from({ length: 30 }, () => 1));
  });

  it('forgets reports that lapsed, and the mode that they led to', () => {
    const pressure = [{ worker_id: 'w1', memory_pct: 95, cpu_pct: 0, at: T0 }];
    const state = evaluate(poolWith({ mode: 'SURVIVAL', mode_since: T0, pressure }), T0 + PRESSURE_TTL_MS);
    expect(state).toMatchObject({ mode: 'NORMAL', pressure: [] });
  });
});

describe('a pool', () => {
  it('is restless while time alone can change something', () => {
    const settled = { settings: { ...settings, size: 3 } };
    const pressure = [{ worker_id: 'w1', memory_pct: 10, cpu_pct: 0, at: T0 }];
    expect(isRestless(poolWith(settled))).toBe(false);
    expect(isRestless(poolWith({ ...settled, leases: leases(1) }))).toBe(true);
    expect(isRestless(poolWith({ ...settled, queue: [queued('a')] }))).toBe(true);
    expect(isRestless(poolWith({ ...settled, mode: 'DEGRADED' }))).toBe(true);
    expect(isRestless(poolWith({ ...settled, pressure }))).toBe(true);
  });

  it('is restless while it can shrink', () => {
    expect(isRestless(poolWith())).toBe(true);
    expect(isRestless(poolWith({ settings: { ...settings, policy: 'fixed' } }))).toBe(false);
    expect(isRestless(poolWith({ intake: 'paused' }))).toBe(false);
  });

  it('remembers the highest share that was in use, and never more than all', () => {
    const peak = withPeak(poolWith({ leases: leases(4) }));
    expect(peak.peak_utilization).toBe(0.8);
    const lower = { ...peak, leases: leases(1) };
    expect(withPeak(lower)).toBe(lower);
    expect(withPeak(poolWith({ leases: leases(5), mode: 'SURVIVAL' })).peak_utilization).toBe(1);
  });
});
