import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeeperThan } from './json-depth.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('how deep a JSON text is', () => {
  it('is how many lists and objects stand in one another, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'max', maxDepth: 6 }), (value) => {
        const json = JSON.stringify(value);
        const depth = depthOf(value);
        expect(isDeeperThan(depth, json)).toBe(false);
        if (depth > 0) expect(isDeeperThan(depth - 1, json)).toBe(true);
      }),
    );
  });

  it('does not count what stands in texts', () => {
    expect(isDeeperThan(1, String.raw`["[[[", "\"[[[", "\\"]`)).toBe(false);
    expect(isDeeperThan(1, String.raw`["\\", [1]]`)).toBe(true);
  });

  it('is told also of what is no JSON', () => {
    expect(isDeeperThan(3, '[[[')).toBe(false);
    expect(isDeeperThan(2, '[[[')).toBe(true);
    expect(isDeeperThan(0, ']]"[')).toBe(false);
  });
});
