import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKey } from './duplicate-key.ts';

describe('a key that is given twice', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":{"a":1},"\\u0061":2}', 'a'],
    ['[{"a":[{"x":0,"y":{},"x":1}]}]', 'x'],
    ['{"":1,"":1}', ''],
    ['{"__proto__":1,"__proto__":1}', '__proto__'],
    ['{"a\\"b":1, "a\\"b" : 2}', 'a"b'],
  ])('is found in %s', (json, key) => {
    expect(duplicateKey(json)).toBe(key);
  });

  it.each([
    '{"a":"a","b":"a"}',
    '[{"a":1},{"a":1}]',
    '["a","a"]',
    '{"a":{"a":{"a":1}}}',
    '"a,a"',
    '{"a":"{\\"b\\":1,\\"b\\":1}"}',
  ])('is none in %s', (json) => {
    expect(duplicateKey(json)).toBeUndefined();
  });

  it('is never in what was an object, and always in one that repeats a key', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(duplicateKey(json)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (given) => {
        const [[key, value] = ['', null]] = Object.entries(given);
        const again = `${JSON.stringify(given).slice(0, -1)},${JSON.stringify(key)}:${JSON.stringify(value)}}`;
        expect(duplicateKey(again)).toBe(key);
      }),
    );
  });

  it('is looked for without recursion', () => {
    const depth = 200_000;
    expect(duplicateKey(`${'['.repeat(depth)}${']'.repeat(depth)}`)).toBeUndefined();
    expect(duplicateKey(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).toBeUndefined();
  });
});
