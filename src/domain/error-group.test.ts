import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorGroupOf } from './error-group.ts';

const groupOf = (message: string, type = 'TransientAgentError') => errorGroupOf({ type, message });
const patternOf = (message: string) => groupOf(message).pattern;

describe('the pattern of an error', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED <n>'],
    ['GET https://coder.example/v1/run?id=7 gave 503', 'GET <url> gave <n>'],
    ["ENOENT: no such file, open '/srv/a/b.ts'", 'ENOENT: no such file, open <text>'],
    ['cannot read /srv/shop/src/cart.ts:12:5 (EACCES)', 'cannot read <path> (EACCES)'],
    ['src/cart/total.test.ts failed', '<path> failed'],
    ['C:\\shop\\cart.ts is locked', '<path> is locked'],
    ['chimera-3f9a1c07be42 lost its host', '<id> lost its host'],
    ['request 123e4567-e89b-12d3-a456-426614174000 failed', 'request <id> failed'],
    ['commit 3f9a1c07be42aa is gone', 'commit <n> is gone'],
    ['at 0xdeadbeef', 'at <n>'],
    ['since 2026-03-01T12:00:00.123Z and 2026-03-01 12:00', 'since <time> and <time>'],
    ['no answer within 30s', 'no answer within <n>s'],
    ['The agent “coder” said `no` to "x y"', 'The agent <text> said <text> to <text>'],
    ["it didn't and it won't", "it didn't and it won't"],
    ['this and/or that, defaced', 'this and/or that, defaced'],
    ['two\n  lines\tand\0more', 'two lines and more'],
    ['', ''],
  ])('of %j is %j', (message, pattern) => {
    expect(patternOf(message)).toBe(pattern);
  });

  it('has at most 200 characters, on one line, without digits, whatever the message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (message) => {
        const { id, pattern } = groupOf(message);
        expect(pattern.length).toBeLessThanOrEqual(200);
        expect(pattern).not.toMatch(/[\n\r\d]/);
        expect(pattern.isWellFormed()).toBe(true);
        expect(id).toMatch(/^[0-9a-f]{12}$/);
      }),
    );
  });

  it('says where something was cut off', () => {
    expect(patternOf('long '.repeat(100))).toMatch(/^(?:long ){39}long…$/);
    expect(patternOf('🦁'.repeat(200)).isWellFormed()).toBe(true);
  });

  it('takes a moment even of a message that is made to be slow', () => {
    const slow = [`'`.repeat(9_999), '/a'.repeat(9_999), 'a.'.repeat(9_999), 'f'.repeat(9_999), '1:'.repeat(9_999)];
    const begun = performance.now();
    for (const message of slow) patternOf(message);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('the group of an error', () => {
  const digits = fc.integer({ min: 0, max: 1e9 });
  const hex = fc.stringMatching(/^[0-9a-f]{12}$/);
  const word = fc.stringMatching(/^[a-z]{1,12}$/);

  it('is one for messages that differ in numbers, ids, paths and quoted texts', () => {
    const message = fc
      .tuple(digits, hex, word, word)
      .map(([port, id, file, text]) => `chimera-${id}: port ${port} of /srv/${file}/a.ts refused "${text}"`);
    fc.assert(
      fc.property(message, message, (one, other) => {
        expect(groupOf(one)).toEqual(groupOf(other));
      }),
    );
  });

  it('is another one for another text or another type', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        fc.pre(one !== other && !/^[a-f]+$/.test(one + other));
        expect(groupOf(`it ${one} again`).id).not.toBe(groupOf(`it ${other} again`).id);
      }),
    );
    expect(groupOf('no', 'TerminalAgentError').id).not.toBe(groupOf('no').id);
  });

  it('keeps its id from release to release, since records name it', () => {
    expect(groupOf('connect ECONNREFUSED 127.0.0.1:5432').id).toMatchInlineSnapshot(`"70bdecea0c3b"`);
  });
});
