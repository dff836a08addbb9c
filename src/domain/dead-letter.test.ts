import { expect, it } from 'vitest';
import { deadLetter, requeued } from '../../tests/support/dead-letters.ts';
import { laterOf } from './dead-letter.ts';

const parked = deadLetter();
const annotated = { ...parked, investigated: true };

it('a decision is never undone by a record of the time before it', () => {
  expect(laterOf(requeued(parked), parked)).toEqual(requeued(parked));
  expect(laterOf(parked, requeued(parked))).toEqual(requeued(parked));
});

it('of two records that are equally far on the one that came later stands', () => {
  expect(laterOf(parked, annotated)).toBe(annotated);
  expect(laterOf(annotated, parked)).toBe(parked);
});
