import { expect, it } from 'vitest';
import { between, seededRandom } from './random.ts';

it('the same seed draws the same numbers, another seed others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

it('numbers fill the range that is asked for, with both its ends', () => {
  const random = seededRandom(7);
  expect(new Set(Array.from({ length: 200 }, () => between(random, 1, 4)))).toEqual(new Set([1, 2, 3, 4]));
});
