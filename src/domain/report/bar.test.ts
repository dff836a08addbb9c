import { expect, it } from 'vitest';
import { bar } from './bar.ts';

it.each([
  [0, 0],
  [0.001, 1],
  [0.5, 10],
  [0.999, 19],
  [1, 20],
  [7, 20],
  [-1, 0],
])('a bar of %d is filled in %i of its 20 places', (share, filled) => {
  expect(bar(share)).toBe('█'.repeat(filled) + '░'.repeat(20 - filled));
});

it('a bar is as wide as it is asked to be', () => {
  expect([bar(0.5, 4), bar(0.01, 3), bar(0.99, 3)]).toEqual(['██░░', '█░░', '██░']);
});
