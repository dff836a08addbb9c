import { describe, expect, it } from 'vitest';
import { appended } from './bounded.ts';

describe('a bounded list', () => {
  it('takes one more at its end until it is full, and then lets the oldest go', () => {
    expect(appended([1], 2, 3)).toEqual([1, 2]);
    expect(appended([1, 2, 3], 4, 3)).toEqual([2, 3, 4]);
    expect(appended([1, 2, 3, 4], 5, 3)).toEqual([3, 4, 5]);
  });
});
