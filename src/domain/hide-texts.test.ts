import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hidingTexts } from './hide-texts.ts';

/** Texts that never come, so that the others are many. */
const OTHERS = Array.from({ length: 100 }, (_, index) => `never ${index}`);

const few = (texts: readonly string[]) => hidingTexts(texts, '*');
const many = (texts: readonly string[]) => hidingTexts([...OTHERS, ...texts], '*');

describe.each([
  ['few', few],
  ['many', many],
])('%s texts', (_, hiding) => {
  it.each([
    [['secret'], 'a secret, two secrets', 'a *, two *s'],
    [['abc', 'abcdef'], 'abcdef abcde', '* *de'],
    [['abc', 'xabcx'], 'abc xabcx', '* *'],
    [['a$&b'], 'a$&b', '*'],
    [['ab'], 'abab', '**'],
    [['ü😀'], 'ü😀ü', '*ü'],
    [['secret'], 'secret\u0301', '*\u0301'],
    [[''], 'abc', 'abc'],
    [['abc'], '', ''],
    [['abc', 'c'], 'abxc', 'abx*'],
  ])('%j hidden in %j leave %j', (texts, text, left) => {
    expect(hiding(texts)(text)).toBe(left);
  });

  it('are nowhere in what is left', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 });
    const place = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), place, (texts, where) => {
        const left = hiding(texts)(where);
        // What stands around a hidden text may not be joined to one.
        for (const part of left.split('*')) for (const hidden of texts) expect(part).not.toContain(hidden);
      }),
    );
  });
});

describe('many texts', () => {
  it('leave the same as few, where no two of them overlap', () => {
    const texts = ['aa1', 'bb22', 'cc333'];
    const place = fc.array(fc.constantFrom(...texts, 'x', ' ', 'a', 'b', 'bb2'), { maxLength: 40 });
    fc.assert(
      fc.property(place, (parts) => {
        expect(many(texts)(parts.join(''))).toBe(few(texts)(parts.join('')));
      }),
    );
  });

  it('are hidden together where they overlap', () => {
    expect(many(['abcd', 'cdef'])('xabcdefx')).toBe('x*x');
    expect(many(['abcd', 'bc', 'cdef'])('xabcdefx abc')).toBe('x*x a*');
    // The first is behind when the last turns out to begin in it; nothing of them is left all the same.
    expect(many(['bcdefg', 'de', 'ab'])('abcdefg')).toBe('**');
  });

  it('take no more time than few of them', () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => `secret-${index}`);
    const like = 'secret-x '.repeat(20_000);
    const before = process.threadCpuUsage();
    const left = hidingTexts(texts, '*')(`${like}secret-19999`);
    const { user, system } = process.threadCpuUsage(before);
    expect(left).toBe(`${like}*`);
    // One by one these took 20 s.
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });
});
