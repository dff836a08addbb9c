import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonExcess } from './json-excess.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** The word at the end of what there is too much of. */
const excess = (json: string, depth: number, values = Infinity) =>
  jsonExcess(json, { depth, values })?.split(' ').at(-1);

describe('what a JSON text has too much of', () => {
  it('is lists and objects in one another, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'max', maxDepth: 6 }), (value) => {
        const json = JSON.stringify(value);
        const depth = depthOf(value);
        expect(excess(json, depth)).toBeUndefined();
        if (depth > 0) expect(excess(json, depth - 1)).toBe('another');
      }),
    );
  });

  it.each([
    ['[1,2,3]', 3],
    ['{"a":1,"b":[2]}', 3],
    ['[[],[],[]]', 6],
    ['{"a":"b, c, [d]"}', 1],
    ['"[,,,"', 0],
  ])('is values: %s has %i', (json, values) => {
    expect(excess(json, 9, values)).toBeUndefined();
    if (values > 0) expect(excess(json, 9, values - 1)).toBe('values');
  });

  it('is told with its bound', () => {
    expect(jsonExcess('[[]]', { depth: 1, values: 9 })).toBe('more than 1 lists and objects in one another');
    expect(jsonExcess('[1,2,3]', { depth: 1, values: 2 })).toBe('more than 2 values');
  });

  it('is never what stands in texts', () => {
    expect(excess(String.raw`["[[[", "\"[[[", "\\"]`, 1)).toBeUndefined();
    expect(excess(String.raw`["\\", [1]]`, 1)).toBe('another');
  });

  it('is told also of what is no JSON', () => {
    expect(excess('[[[', 3)).toBeUndefined();
    expect(excess('[[[', 2)).toBe('another');
    expect(excess(']]"[', 0)).toBeUndefined();
  });
});
