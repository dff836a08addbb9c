import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('a Retry-After header', () => {
  it.each([
    ['7', 7_000],
    [' 0 ', 0],
    ['Sun, 01 Mar 2026 12:01:30 GMT', 90_000],
    ['Sunday, 01-Mar-26 12:01:30 GMT', 90_000],
    ['Sun Mar  1 12:01:30 2026', 90_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['-3', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026-03-01T12:01:30Z', undefined],
    ['Foo, 99 Bar 2026 12:01:30 GMT', undefined],
    [undefined, undefined],
  ])('%s', (header, wait) => {
    expect(retryAfterMs(header, now)).toBe(wait);
  });
});
