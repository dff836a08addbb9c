import { describe, expect, it } from 'vitest';
import { duration } from './wording.ts';

describe('a span of time in a sentence', () => {
  it.each([
    [0, '0 s'],
    [3_449, '3.4 s'],
    [59_999, '60 s'],
    [60_000, '1 min'],
    [390_000, '6.5 min'],
  ])('of %i ms is %s', (ms, said) => {
    expect(duration(ms)).toBe(said);
  });
});
