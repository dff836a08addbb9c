import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, InvalidCursorError } from './cursor.ts';

describe('a cursor', () => {
  it('stands for a place, and is safe in a URL', () => {
    const place = { at: new Date('2026-03-01T12:00:00.123Z'), id: 'chimera-0123456789ab' };
    expect(encodeCursor(place)).toMatch(/^[\w.-]+$/);
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
  });

  it.each([
    '',
    'nonsense',
    '1',
    '1.',
    '.a',
    '-1.a',
    '1e3.a',
    '12345678901234.a',
    `1.${'a'.repeat(101)}`,
    '1.\0',
    '1.a\n',
  ])('that is %j is refused', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(InvalidCursorError);
  });
});
