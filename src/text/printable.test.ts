import { describe, expect, it } from 'vitest';
import { jsonLine, oneLine, printable } from './printable.ts';

describe('what is printed', () => {
  it('has nothing in it that could move the cursor', () => {
    expect(oneLine('a\u001b[2Jb\r\nc')).toBe('a[2Jb c');
  });

  it('has nothing in it that would have the rest read in another order, and keeps letters of such scripts', () => {
    expect(oneLine('price\u202E 01 \u2066$\u2069 \u200Fשלום\u061C')).toBe('price 01 $ שלום');
    expect(printable(`\u001b[32mok\u001b[39m\u202Eko\u009B2J\n\tmore\u001b[2J`)).toBe(
      '\u001b[32mok\u001b[39mko2J\n\tmore[2J',
    );
  });

  it('has it as its code in JSON, where nothing may be lost', () => {
    const document = { title: 'a\u202Eb\u009Bc\u001b' };
    expect(jsonLine(document)).toBe(String.raw`{"title":"a\u202eb\u009bc\u001b"}`);
    expect(JSON.parse(jsonLine(document))).toEqual(document);
  });
});
