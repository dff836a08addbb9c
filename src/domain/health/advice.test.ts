import { describe, expect, it } from 'vitest';
import { type OneOfMany, someAdvice, worstFirst } from './advice.ts';
import { passed } from './check.ts';

const about = (index: number): OneOfMany => ({
  checks: [`agent:a${index}`],
  text: `see to a${index}`,
  subject: `a${index}`,
  weight: index,
});
const many = (count: number): readonly OneOfMany[] => Array.from({ length: count }, (_, index) => about(index));
const rest = (count: number, names: string): string => `see to ${count} more: ${names}`;

describe('advice', () => {
  it('tells a few sentences alike, the weightiest first', () => {
    expect(someAdvice(many(4), rest).map(({ text }) => text)).toEqual([
      'see to a3',
      'see to a2',
      'see to a1',
      'see to a0',
    ]);
    expect(someAdvice([], rest)).toEqual([]);
  });

  it('makes one sentence of the rest of many, about all of their checks', () => {
    const told = someAdvice(many(50), rest);
    expect(told.map(({ text }) => text)).toEqual([
      'see to a49',
      'see to a48',
      'see to a47',
      'see to 47 more: a46, a45, a44 and 44 more',
    ]);
    expect(told.at(-1)?.checks).toHaveLength(47);
  });

  it('stands in the order of how bad the checks are that it is about', () => {
    const [good, bad, unheard] = many(3);
    const checks = [passed('agent:a0', ''), passed('agent:a1', '', { status: 'fail' })];
    expect(
      worstFirst(
        [good, bad, unheard].filter((one) => one !== undefined),
        checks,
      ).map(({ text }) => text),
    ).toEqual(['see to a1', 'see to a0', 'see to a2']);
  });
});
