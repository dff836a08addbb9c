import { describe, expect, it } from 'vitest';
import { isPressed, PRESSURE_LIMITS } from './pressure.ts';

describe('a worker', () => {
  it('is withPressure from the figure on at which DEGRADED would stay', () => {
    expect(isPressed({ memory_pct: 74.9, cpu_pct: 79.9 })).toBe(false);
    expect(isPressed({ memory_pct: 75, cpu_pct: 0 })).toBe(true);
    expect(isPressed({ memory_pct: 0, cpu_pct: 80 })).toBe(true);
  });
});

describe('the limits', () => {
  it('are those of S9, each left below the figure at which it is entered', () => {
    const { survival, degraded } = PRESSURE_LIMITS;
    expect([survival.memory.enter, degraded.memory.enter, degraded.cpu.enter]).toEqual([90, 80, 85]);
    for (const { enter, leave } of [survival.memory, degraded.memory, degraded.cpu]) {
      expect(leave).toBeLessThan(enter);
    }
  });
});
