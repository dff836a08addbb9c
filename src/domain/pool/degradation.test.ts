import { describe, expect, it } from 'vitest';
import { changeMode, isLive, isMilder, type ModeChange, type ModeInput } from './degradation.ts';
import type { PressureReport } from './pressure.ts';
import type { PoolMode } from './state.ts';

const MINUTE = 60_000;
const NOW = 10 * MINUTE;

const report = (memory_pct: number, cpu_pct = 0, worker_id = 'w1', at = NOW): PressureReport => ({
  worker_id,
  memory_pct,
  cpu_pct,
  at,
});

function changeOf(mode: PoolMode, pressure: readonly PressureReport[], input: Partial<ModeInput> = {}) {
  return changeMode({ mode, mode_since: 0, relaxed_at: 0, pressure, now: NOW, ...input });
}

const modeAfter = (mode: PoolMode, memory: number, cpu = 0): PoolMode =>
  changeOf(mode, [report(memory, cpu)])?.mode ?? mode;

describe('the mode of a pool', () => {
  it('is entered above its figure', () => {
    expect([80, 80.1, 90, 90.1].map((memory) => modeAfter('NORMAL', memory))).toEqual([
      'NORMAL',
      'DEGRADED',
      'DEGRADED',
      'SURVIVAL',
    ]);
    expect([85, 85.1, 100].map((cpu) => modeAfter('NORMAL', 0, cpu))).toEqual(['NORMAL', 'DEGRADED', 'DEGRADED']);
    expect(modeAfter('DEGRADED', 90.1)).toBe('SURVIVAL');
  });

  it('is left below the lower figure only', () => {
    expect([80, 75, 74.9].map((memory) => modeAfter('DEGRADED', memory))).toEqual(['DEGRADED', 'DEGRADED', 'NORMAL']);
    expect([80, 79.9].map((cpu) => modeAfter('DEGRADED', 0, cpu))).toEqual(['DEGRADED', 'NORMAL']);
    expect([85, 84.9, 75, 74.9].map((memory) => modeAfter('SURVIVAL', memory))).toEqual([
      'SURVIVAL',
      'DEGRADED',
      'DEGRADED',
      'NORMAL',
    ]);
  });

  it('is that of the worker under the most pressure, and says so', () => {
    const workers = [report(81, 0, 'w1'), report(93.4, 0, 'w2'), report(10, 99, 'w3')];
    expect(changeOf('NORMAL', workers)).toEqual<ModeChange>({
      mode: 'SURVIVAL',
      reason: 'memory of worker w2 is at 93 %',
    });
    expect(changeOf('NORMAL', workers.slice(0, 1))?.reason).toBe('memory of worker w1 is at 81 %');
    expect(changeOf('NORMAL', workers.slice(2))?.reason).toBe('cpu of worker w3 is at 99 %');
    const alike = [report(81, 0, 'first'), report(81, 0, 'second')];
    expect(changeOf('NORMAL', alike)?.reason).toBe('memory of worker first is at 81 %');
  });

  it('is NORMAL again once the pressure has eased, or when reports lapse with their worker', () => {
    expect(changeOf('DEGRADED', [report(10)])).toEqual({
      mode: 'NORMAL',
      reason: 'the pressure on every worker has eased',
    });
    expect(changeOf('SURVIVAL', [report(99, 0, 'w1', NOW - MINUTE)])).toEqual({
      mode: 'NORMAL',
      reason: 'no worker is under pressure',
    });
  });

  it('stays a minute before it is relaxed', () => {
    expect(changeOf('DEGRADED', [], { mode_since: NOW - MINUTE + 1 })).toBeUndefined();
    expect(changeOf('DEGRADED', [], { mode_since: NOW - MINUTE })?.mode).toBe('NORMAL');
  });

  it('is not entered within a minute of a relaxation', () => {
    expect(changeOf('NORMAL', [report(99)], { relaxed_at: NOW - MINUTE + 1 })).toBeUndefined();
    expect(changeOf('NORMAL', [report(99)], { relaxed_at: NOW - MINUTE })?.mode).toBe('SURVIVAL');
  });

  it('is made worse at once, however lately it was entered', () => {
    expect(changeOf('DEGRADED', [report(99)], { mode_since: NOW })?.mode).toBe('SURVIVAL');
  });

  it('changes once a minute at most under a load that swings about a border', () => {
    let mode: PoolMode = 'NORMAL';
    let [mode_since, relaxed_at] = [0, 0];
    const changes: number[] = [];
    for (let now = NOW; now < NOW + 60 * MINUTE; now += 2_000) {
      const memory = Math.floor(now / 2_000) % 2 === 0 ? 81 : 74;
      const pressure = [report(memory, 0, 'w1', now)];
      const change = changeMode({ mode, mode_since, relaxed_at, pressure, now });
      if (change === undefined) continue;
      if (isMilder(change.mode, mode)) relaxed_at = now;
      mode = change.mode;
      mode_since = now;
      changes.push(now);
    }
    const gaps = changes.slice(1).map((at, index) => at - (changes[index] ?? 0));
    expect(changes.length).toBeGreaterThan(10);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE);
  });
});

describe('a mode', () => {
  it('is milder than a worse one, and not than itself', () => {
    expect(isMilder('NORMAL', 'DEGRADED')).toBe(true);
    expect(isMilder('DEGRADED', 'DEGRADED')).toBe(false);
    expect(isMilder('SURVIVAL', 'DEGRADED')).toBe(false);
  });
});

describe('a report', () => {
  it('counts for a minute', () => {
    expect([isLive(report(1), NOW + MINUTE - 1), isLive(report(1), NOW + MINUTE)]).toEqual([true, false]);
  });
});
