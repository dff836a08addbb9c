import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from './columns.ts';
import { wrap, wrapLine } from './wrap.ts';

describe('a text in lines', () => {
  it('is broken at blanks, and a word where it is longer than a line', () => {
    expect(wrap('one two three-and-four five', 9)).toEqual(['one two', 'three-and', '-four', 'five']);
    expect(wrap('', 9)).toEqual([]);
  });

  it('has as many lines as it may, the last one cut', () => {
    expect(wrap('one two three four five', 9, 2)).toEqual(['one two', 'three fo…']);
  });

  it('begins where the line begins that is broken', () => {
    expect(wrapLine('    line 3: is not right', 14)).toEqual(['    line 3: is', '    not right']);
    expect(wrapLine('as it is', 14)).toEqual(['as it is']);
  });

  it('is never wider than it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 8, max: 40 }), (text, width) => {
        for (const line of wrap(text, width, 3)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
