import { describe, expect, it } from 'vitest';
import { createCpuWindow } from './cpu-window.ts';

const TWO_CORES = { source: 'host', cores: 2 };

/** The averages of a window that gets a reading every five seconds, of so many busy ms since the one before. */
function averages(...busy: readonly number[]): readonly number[] {
  const window = createCpuWindow();
  let usedMs = 1_000_000;
  return busy.map((ms, index) => {
    usedMs += ms;
    return Math.round(window.add(index * 5_000, [{ ...TWO_CORES, usedMs }]));
  });
}

describe('the average of CPU use', () => {
  it('is what all cores did over the last fifteen seconds', () => {
    expect(averages(0, 10_000, 10_000, 10_000, 10_000)).toEqual([0, 33, 67, 100, 100]);
    expect(averages(0, 10_000, 10_000, 10_000, 0, 0, 0, 0)).toEqual([0, 33, 67, 100, 67, 33, 0, 0]);
  });

  it('makes little of a busy start or a busy moment', () => {
    expect(averages(5_000, 10_000, 0, 0, 0)).toEqual([0, 33, 33, 33, 0]);
  });

  it('goes over a longer time when readings were late', () => {
    const window = createCpuWindow();
    window.add(0, [{ ...TWO_CORES, usedMs: 0 }]);
    expect(window.add(60_000, [{ ...TWO_CORES, usedMs: 60_000 }])).toBe(50);
  });

  it('is that of the tightest limit, and of none that has just appeared', () => {
    const window = createCpuWindow();
    const own = { source: '/own', cores: 1 };
    window.add(0, [
      { ...TWO_CORES, usedMs: 0 },
      { ...own, usedMs: 0 },
    ]);
    const later = [
      { ...TWO_CORES, usedMs: 15_000 },
      { ...own, usedMs: 12_000 },
      { source: '/new', cores: 1, usedMs: 90_000 },
    ];
    expect(window.add(15_000, later)).toBe(80);
  });

  it('stays between nothing and all', () => {
    expect(averages(0, 90_000)).toEqual([0, 100]);
    expect(averages(0, -90_000)).toEqual([0, 0]);
  });
});
