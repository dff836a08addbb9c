import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines } from './output-lines.ts';

function linesOf(chunks: readonly Buffer[], maxLength?: number): string[] {
  const lines: string[] = [];
  const splitter = splitLines((line) => lines.push(line), maxLength);
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

describe('splitting output into lines', () => {
  it('gives the same lines whatever pieces the bytes arrive in', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, sizes) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(linesOf(chunks)).toEqual(bytes.toString('utf8').split('\n').slice(0, -1));
      }),
    );
  });

  it('hands over a last line without a line break, and no empty line after a line break', () => {
    expect(linesOf([Buffer.from('a\nb')])).toEqual(['a', 'b']);
    expect(linesOf([Buffer.from('a\n')])).toEqual(['a']);
  });

  it('takes CRLF as a line break', () => {
    expect(linesOf([Buffer.from('a\r'), Buffer.from('\nb\r\n')])).toEqual(['a', 'b']);
  });

  it('drops the rest of a line that is too long and goes on with the next', () => {
    expect(linesOf([Buffer.from('abc'), Buffer.from('def\nxy\n')], 4)).toEqual(['abcd', 'xy']);
  });
});
