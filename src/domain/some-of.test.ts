import { expect, it } from 'vitest';
import { someOf, someQuoted } from './some-of.ts';

it('names a few, and of many how many more there are', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => someOf(names, 2))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and 1 more',
  ]);
  expect(
    someOf(
      Array.from({ length: 50 }, (_, index) => `p${index}`),
      3,
    ),
  ).toBe('p0, p1, p2 and 47 more');
});

it('quotes what there is instead of a name that is none', () => {
  expect(someQuoted(['a', 'b'])).toBe('"a" and "b"');
  expect(someQuoted(Array.from({ length: 50 }, () => 'p'))).toBe(`${'"p", '.repeat(10).slice(0, -2)} and 40 more`);
});
