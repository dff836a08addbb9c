import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, InvalidCursorError } from './cursor.ts';

const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('stands for a place, and is safe in a URL', () => {
    const place = { at: new Date('2026-03-01T12:00:00.123Z'), id: 'chimera-0123456789ab' };
    expect(encodeCursor(place)).toMatch(/^[\w-]+$/);
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
  });

  it.each([
    '',
    'nonsense',
    base64url('[1]'),
    base64url('{"createdAt":1}'),
    base64url('[1e20,"chimera-0"]'),
    base64url('[1,2]'),
    base64url('[1,"\\u0000"]'),
  ])('that is %j is refused', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(InvalidCursorError);
  });
});
