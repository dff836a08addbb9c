import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escaped } from './escaped.ts';

/** What a Markdown reader makes of escapes. */
const read = (text: string): string => text.replace(/\\([\p{P}\p{S}])/gu, '$1');

describe('a text of anybody', () => {
  it.each([
    ['a | b', String.raw`a \| b`],
    ['`rm -rf`', '\\`rm -rf\\`'],
    ['<script>alert(1)</script>', String.raw`\<script\>alert(1)\</script\>`],
    ['one\r\ntwo\n\n# three', 'one two # three'],
    ['# heading', String.raw`\# heading`],
    ['- item', String.raw`\- item`],
    ['1. item', String.raw`1\. item`],
    ['[text](javascript:x)', String.raw`\[text\](javascript:x)`],
    ['*strong* _soft_ snake_case', String.raw`\*strong\* \_soft\_ snake_case`],
    ['see https://evil.example', String.raw`see https\://evil.example`],
    ['see www.evil.example', String.raw`see www\.evil.example`],
    ['&lt;b&gt;', String.raw`\&lt;b\&gt;`],
    ['a\u0000b\u001b[31m', String.raw`a b \[31m`],
    ['right\u202Eleft', 'rightleft'],
    ['coder-agent@shop', String.raw`coder-agent\@shop`],
  ])('%j stands as it is', (text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  it('is cut to 160 characters, and says so', () => {
    expect(escaped('é'.repeat(161))).toBe(`${'é'.repeat(159)}…`);
    expect(escaped('é'.repeat(160))).toBe('é'.repeat(160));
  });

  it('never makes a line, a cell or an element of its own, and reads as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const shown = escaped(text);
        expect(shown).not.toMatch(/[\n\r]/);
        expect(shown).not.toMatch(/(?<!\\)(?:\\\\)*[|<>`]/);
        const plain = text.toWellFormed().replace(/[\s\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]+/gu, '');
        expect(read(shown).replace(/\s+/g, '')).toBe(plain);
      }),
    );
  });
});
