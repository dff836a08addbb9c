import { describe, expect, it } from 'vitest';
import { isBusy, score, type ScoreInput } from './score.ts';

const scoreOf = (input: Partial<ScoreInput>): number =>
  score({ priority: 5, waited_ms: 0, utilization: 0, estimated_ms: undefined, ...input });

describe('the score of a waiting task', () => {
  it('is ten times its priority at first', () => {
    expect(scoreOf({ priority: 1 })).toBe(10);
    expect(scoreOf({ priority: 10 })).toBe(100);
  });

  it('grows by a point in five minutes, and by five at most', () => {
    expect(scoreOf({ waited_ms: 150_000 })).toBe(50.5);
    expect(scoreOf({ waited_ms: 300_000 })).toBe(51);
    expect(scoreOf({ waited_ms: 1_500_000 })).toBe(55);
    expect(scoreOf({ waited_ms: 86_400_000 })).toBe(55);
  });

  it('does not fall for a task that is dated later than now', () => {
    expect(scoreOf({ waited_ms: -300_000 })).toBe(50);
  });

  it('is three higher for a task of under a minute while more than 70 % of the pool are in use', () => {
    expect(scoreOf({ utilization: 0.71, estimated_ms: 59_999 })).toBe(53);
    expect(scoreOf({ utilization: 0.7, estimated_ms: 59_999 })).toBe(50);
    expect(scoreOf({ utilization: 0.71, estimated_ms: 60_000 })).toBe(50);
    expect(scoreOf({ utilization: 1 })).toBe(50);
  });

  it('adds all of it up', () => {
    expect(scoreOf({ priority: 7, waited_ms: 600_000, utilization: 0.9, estimated_ms: 1_000 })).toBe(75);
  });
});

describe('a pool', () => {
  it('is busy above 70 %', () => {
    expect([isBusy(0.7), isBusy(0.8)]).toEqual([false, true]);
  });
});
