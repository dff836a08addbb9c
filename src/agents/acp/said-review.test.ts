import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSaidReview } from './said-review.ts';

const said = (finding: object): string => JSON.stringify({ findings: [finding] });
const FOUND = { severity: 'ERROR', message: 'the price is never checked', file: 'src/cart.ts', line: 3 };

describe('a review in an agent’s words', () => {
  it.each([
    ['by itself', (json: string) => json],
    ['in a block of code', (json: string) => `Here is my review:\n\`\`\`json\n${json}\n\`\`\``],
    ['after words with braces', (json: string) => `The function { return x } is wrong. {"a": 1}\n${json}`],
    ['with words after it', (json: string) => `${json}\nThat is all.`],
  ])('is read %s', (_, around) => {
    expect(readSaidReview(around(said(FOUND)))).toEqual({ findings: [{ rule: 'reviewer', ...FOUND }] });
  });

  it('may find nothing', () => {
    expect(readSaidReview('{"findings": []}')).toEqual({ findings: [] });
  });

  it('keeps a finding whose place is none of the project’s, without the place', () => {
    const bare = { rule: 'reviewer', severity: 'WARNING', message: 'slow' };
    for (const more of [{}, { file: '/etc/passwd', line: 3 }, { file: '../x' }, { file: null, line: null }]) {
      expect(readSaidReview(said({ severity: 'warning', message: ' slow ', ...more }))).toEqual({ findings: [bare] });
    }
    const place = readSaidReview(said({ severity: 'warning', message: 'slow', file: './a.ts', line: 0 }));
    expect(place).toEqual({ findings: [{ ...bare, file: 'a.ts' }] });
  });

  it.each([
    ['I approve this change.', 'there is no JSON document with "findings" at its end'],
    ['{"decision": "approved"}', 'there is no JSON document with "findings" at its end'],
    [said({ severity: 'BAD', message: 'x' }), /^findings\.0\.severity: /],
    [said({ severity: 'ERROR', message: ' ' }), /^findings\.0\.message: /],
    ['{"findings": "none"}', /^findings: /],
  ])('is refused with what is wrong: %s', (words, problem) => {
    expect(readSaidReview(words).problem).toMatch(problem);
  });

  it('is read or refused whatever is said', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant('{'.repeat(60_000))), (words) => {
        const { findings, problem } = readSaidReview(words);
        expect(findings === undefined).toBe(problem !== undefined);
      }),
    );
  });
});
