import { describe, expect, it } from 'vitest';
import type { Finding } from '../phase-result.ts';
import { boundedFindings } from './bounded-findings.ts';
import { gathered } from './review-score.ts';

const many = (count: number, severity: Finding['severity']): Finding[] =>
  Array.from({ length: count }, (_, at) => ({ rule: 'r', severity, message: `${severity} ${at}`, file: `f${at}` }));

describe('findings', () => {
  it('that warn are one of their rule, which names each', () => {
    const found = gathered([...many(2, 'ERROR'), ...many(25, 'WARNING')]);
    expect(found.map(({ severity }) => severity)).toEqual(['ERROR', 'ERROR', 'WARNING']);
    expect(found[2]?.message).toContain('WARNING 19');
    expect(found[2]?.message).toContain('and 5 more');
    expect(gathered(many(2, 'WARNING'))[0]?.message.split('\n')).toHaveLength(3);
    expect(gathered(many(1, 'WARNING'))).toEqual(many(1, 'WARNING'));
  });
  it('are left out where they are too many for a history, the worst last', () => {
    const long = (count: number, severity: Finding['severity']): Finding[] =>
      many(count, severity).map((finding) => ({ ...finding, message: 'x'.repeat(5_990) }));
    const found = boundedFindings([...long(30, 'INFO'), ...long(40, 'ERROR')]);
    expect(found.filter(({ severity }) => severity === 'ERROR')).toHaveLength(40);
    expect(found.at(-1)?.message).toBe('There are 20 more findings, which are left out here.');
    expect(boundedFindings(many(100, 'ERROR'))).toEqual(many(100, 'ERROR'));
  });
  it('are of a length that a history takes', () => {
    expect(boundedFindings([{ rule: 'r', severity: 'ERROR', message: 'x'.repeat(100_000) }])[0]?.message).toHaveLength(
      6_001,
    );
  });
});
