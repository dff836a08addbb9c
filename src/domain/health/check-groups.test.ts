import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_STATUSES } from './check.ts';
import { checkSummary, type CountedCheck } from './check-groups.ts';

const check = (name: string, status: CountedCheck['status'], values: Partial<CountedCheck> = {}): CountedCheck => ({
  name,
  status,
  message: '',
  ...values,
});

const anyCheck = fc.record({
  name: fc.constantFrom('agent:a', 'agent:b:c', 'queue:a', 'memory'),
  status: fc.constantFrom(...CHECK_STATUSES),
  message: fc.string(),
  current_value: fc.option(fc.integer()),
  threshold: fc.option(fc.integer()),
});

describe('many checks', () => {
  it('are counted where they pass, and listed where they do not, the worst first', () => {
    const found = checkSummary([
      check('memory', 'pass'),
      check('agent:a', 'warn'),
      check('queue:a', 'fail'),
      check('agent:b', 'pass'),
      check('agent:c', 'pass'),
      check('agent:d', 'unknown'),
    ]);
    expect(found.counts).toEqual({ pass: 3, unknown: 1, warn: 1, fail: 1 });
    expect(found.passing).toEqual([
      { kind: 'memory', count: 1 },
      { kind: 'agent', count: 2 },
    ]);
    expect(found.wrong.map(({ status, kind }) => `${status} ${kind}`)).toEqual([
      'fail queue',
      'warn agent',
      'unknown agent',
    ]);
  });

  it('stand in the order of how far they are beyond their threshold, else as they come', () => {
    const [group] = checkSummary([
      check('queue:a', 'warn', { current_value: null, threshold: 10 }),
      check('queue:b', 'warn', { current_value: 12, threshold: 10 }),
      check('queue:c', 'warn', { current_value: 60, threshold: 10 }),
      check('queue:d', 'warn'),
    ]).wrong;
    expect(group?.checks.map(({ name }) => name)).toEqual(['queue:c', 'queue:b', 'queue:a', 'queue:d']);
  });

  it('are each counted once and, unless they pass, listed once, in groups of one status and one kind', () => {
    fc.assert(
      fc.property(fc.array(anyCheck), (checks) => {
        const { counts, wrong, passing } = checkSummary(checks);
        const listed = wrong.flatMap((group) => group.checks);
        expect(new Set(listed)).toEqual(new Set(checks.filter(({ status }) => status !== 'pass')));
        expect(listed).toHaveLength(counts.unknown + counts.warn + counts.fail);
        expect(passing.reduce((sum, { count }) => sum + count, 0)).toBe(counts.pass);
        expect(listed.length + counts.pass).toBe(checks.length);
        const keys = wrong.map(({ status, kind }) => `${status} ${kind}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { kind, status, checks: alike } of wrong) {
          expect(alike.every((one) => one.status === status && one.name.split(':')[0] === kind)).toBe(true);
        }
      }),
    );
  });
});
