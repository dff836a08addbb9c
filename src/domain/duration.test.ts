import { describe, expect, it } from 'vitest';
import { age, duration, fineDuration, roundedDuration } from './duration.ts';

describe('a duration in words', () => {
  it.each([
    [-5, '0.0 s'],
    [420, '0.4 s'],
    [9_949, '9.9 s'],
    [9_950, '10 s'],
    [59_900, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_720_000, '1 h 02 min'],
    [86_399_000, '23 h 59 min'],
    [792_000_000, '9 d 04 h'],
  ])('of %d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [0.42, '0.4 ms'],
    [9.95, '10 ms'],
    [250, '250 ms'],
    [1_000, '1.0 s'],
  ])('of %d ms is %s where it may be short', (ms, text) => {
    expect(fineDuration(ms)).toBe(text);
  });

  it.each([
    [0, '0 s', '0 s'],
    [3_449, '3.4 s', '3.4 s'],
    [59_999, '60 s', '60 s'],
    [60_000, '1 min', '1 min'],
    [390_000, '6.5 min', '6.5 min'],
    [5_400_000, '90 min', '1.5 h'],
  ])('of %d ms is %s in a sentence, or %s where hours are told', (ms, inMinutes, inHours) => {
    expect([roundedDuration(ms), roundedDuration(ms, 'h')]).toEqual([inMinutes, inHours]);
  });

  it.each([
    [-1, '0 s'],
    [5_000, '5 s'],
    [300_000, '5 min'],
    [10_800_000, '3 h'],
    [172_800_000, '2 d'],
  ])('since a moment %d ms ago is %s', (ms, text) => {
    expect(age(ms)).toBe(text);
  });
});
