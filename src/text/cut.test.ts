import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from './columns.ts';
import { cut, nameCutter, tellingWidth } from './cut.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('a text that is cut', () => {
  it('counts what a reader sees: an emoji and a full-width letter take two columns', () => {
    expect(cut('👩‍👩‍👧 and more', 5)).toBe('👩‍👩‍👧 a…');
    expect(cut('模型服务', 6)).toBe('模型…');
    expect(cut('short', 5)).toBe('short');
    expect(cut('short', 0)).toBe('');
  });

  it('is never wider than it may be', () => {
    fc.assert(
      fc.property(anyText, fc.nat(30), (text, width) => {
        expect(columnsOf(cut(text, width))).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('names that are cut', () => {
  const names = Array.from({ length: 50 }, (_, index) => `coder-agent@payments-platform-${index + 10}-for-europe`);

  it('keep what tells them from each other', () => {
    const width = tellingWidth(names, 12, 34);
    expect(width).toBeLessThan(34);
    expect(new Set(names.map(nameCutter(names, width))).size).toBe(50);
  });

  it('go on with a whole word or number where they can', () => {
    expect(names.slice(33, 34).map(nameCutter(names, 30))).toEqual(['coder-agent@pay…-43-for-europe']);
  });

  it('stay as they are where they have room', () => {
    expect(nameCutter(['short', 'a-very-long-name'], 8)('short')).toBe('short');
    expect(nameCutter(['a-very-long-name'], 0)('a-very-long-name')).toBe('');
  });

  it('are never wider than they may be', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), fc.nat(30), (texts, width) => {
        const cutter = nameCutter(texts, width);
        for (const text of texts) expect(columnsOf(cutter(text))).toBeLessThanOrEqual(width);
      }),
    );
  });
});
