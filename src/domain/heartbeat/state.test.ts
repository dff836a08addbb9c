import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEARTBEAT_STATES, isByAge, isWorse, stateOfAge } from './state.ts';

describe('the state of an age', () => {
  it.each([
    [-1, 'HEALTHY'],
    [0, 'HEALTHY'],
    [4_999, 'HEALTHY'],
    [5_000, 'DEGRADED'],
    [9_999, 'DEGRADED'],
    [10_000, 'CRITICAL'],
    [14_999, 'CRITICAL'],
    [15_000, 'FAILED'],
    [86_400_000, 'FAILED'],
  ])('of %i ms at an interval of 5 s is %s', (age, state) => {
    expect(stateOfAge(age, 5_000)).toBe(state);
  });

  it('never gets better with age, and depends on the share of the interval alone', () => {
    const ms = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(ms, ms, fc.integer({ min: 100, max: 60_000 }), (age, more, interval) => {
        const [young, old] = [stateOfAge(age, interval), stateOfAge(age + more, interval)];
        expect(isWorse(young, old)).toBe(false);
        expect(isWorse(old, young)).toBe(old !== young);
        expect(stateOfAge(age * 7, interval * 7)).toBe(young);
      }),
    );
  });
});

it('an age decides neither that nothing came yet nor that it was stopped', () => {
  expect(HEARTBEAT_STATES.filter(isByAge)).toEqual(['HEALTHY', 'DEGRADED', 'CRITICAL', 'FAILED']);
});
