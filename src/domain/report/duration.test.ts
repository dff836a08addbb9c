import { expect, it } from 'vitest';
import { duration } from './duration.ts';

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
])('%d ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
