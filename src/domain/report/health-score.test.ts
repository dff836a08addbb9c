import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_STATUSES, type CheckStatus } from '../health/check.ts';
import { healthScore, SCORE_CAPS, SCORE_WEIGHTS } from './health-score.ts';

const NAMES = [
  'temporal',
  'database',
  'workers',
  'utilization:default',
  'queue:default',
  'success:default',
  'latency:default',
  'memory',
  'cpu',
  'connections',
  'agent:coder-agent',
  'agent:guardian-agent',
  'something:new',
];
const NONE = { completed: 0, failed: 0 };

const all = (status: CheckStatus) => NAMES.map((name) => ({ name, status }));
const but = (name: string, status: CheckStatus) => [
  ...all('pass').filter((one) => one.name !== name),
  { name, status },
];

const check = fc.record({ name: fc.constantFrom(...NAMES), status: fc.constantFrom(...CHECK_STATUSES) });
const checks = fc.array(check, { minLength: 1, maxLength: 20 });
const ended = fc.option(fc.record({ completed: fc.nat(50), failed: fc.nat(50) }), { nil: undefined });

/** What replaces a check of some place by another status. */
const withStatus = (list: readonly { name: string; status: CheckStatus }[], place: number, status: CheckStatus) =>
  list.map((one, index) => (index === place % list.length ? { ...one, status } : one));

describe('the health score', () => {
  it('has weights that make a hundred', () => {
    expect(Object.values(SCORE_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  it('is 100 when every check passes and nothing ended', () => {
    expect(healthScore(all('pass'), NONE)).toMatchObject({ value: 100, at_most: 100 });
    expect(healthScore([{ name: 'temporal', status: 'pass' }], NONE).value).toBe(100);
  });

  it.each([
    ['latency:default', 'warn', 89],
    ['agent:coder-agent', 'warn', 89],
    ['temporal', 'warn', 85],
    ['latency:default', 'fail', SCORE_CAPS.fail],
    ['temporal', 'fail', SCORE_CAPS.fail],
  ] as const)('with %s at "%s" is %i', (name, status, expected) => {
    expect(healthScore(but(name, status), NONE)).toMatchObject({ value: expected, at_most: expected });
  });

  it('gives nothing for what is unknown, and says what it could be', () => {
    expect(healthScore(but('database', 'unknown'), NONE)).toMatchObject({ value: 70, at_most: 100 });
    expect(healthScore(all('pass'), undefined)).toMatchObject({ value: 75, at_most: 100 });
  });

  it('is unknown when no check is known', () => {
    const unknown = { value: null, at_most: null, parts: [] };
    expect(healthScore([], NONE)).toEqual(unknown);
    expect(healthScore(all('unknown'), NONE)).toEqual(unknown);
  });

  it('loses of its quality the share of tasks that failed', () => {
    const { value, parts } = healthScore(all('pass'), { completed: 3, failed: 1 });
    expect(value).toBe(93);
    expect(parts.find(({ part }) => part === 'quality')).toEqual({
      part: 'quality',
      weight: 25,
      points: 18.75,
      at_most: 18.75,
    });
  });

  it('counts only the parts of which there is a check', () => {
    const { parts } = healthScore([{ name: 'cpu', status: 'pass' }], NONE);
    expect(parts.map(({ part }) => part)).toEqual(['quality', 'resources']);
  });
});

describe('whatever the checks are, the health score', () => {
  it('is from 0 to 100, and at most what it could be', () => {
    fc.assert(
      fc.property(checks, ended, (list, ends) => {
        const { value, at_most } = healthScore(list, ends);
        if (value === null || at_most === null) return;
        expect(Number.isInteger(value) && Number.isInteger(at_most)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(at_most);
        expect(at_most).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('is never raised by a check that fails', () => {
    fc.assert(
      fc.property(checks, ended, fc.nat(), (list, ends, place) => {
        const before = healthScore(list, ends);
        for (const after of [
          withStatus(list, place, 'fail'),
          [...list, { name: NAMES[place % NAMES.length] ?? '', status: 'fail' as const }],
        ]) {
          const { value, at_most } = healthScore(after, ends);
          expect(value).toBeLessThanOrEqual(Math.max(before.value ?? 0, before.value === null ? 49 : 0));
          expect(at_most).toBeLessThanOrEqual(before.at_most ?? 100);
        }
      }),
    );
  });

  it('is never raised by a check of which nothing is known any more, nor by one that warns instead of passing', () => {
    fc.assert(
      fc.property(checks, ended, fc.nat(), (list, ends, place) => {
        const before = healthScore(withStatus(list, place, 'pass'), ends);
        const blind = healthScore(withStatus(list, place, 'unknown'), ends);
        if (blind.value !== null) expect(blind.value).toBeLessThanOrEqual(before.value ?? 0);
        const warned = healthScore(withStatus(list, place, 'warn'), ends);
        expect(warned.value).toBeLessThanOrEqual(before.value ?? 0);
      }),
    );
  });

  it('is below 100 while anything is unknown', () => {
    fc.assert(
      fc.property(checks, ended, fc.nat(), (list, ends, place) => {
        const { value } = healthScore(withStatus(list, place, 'unknown'), ends);
        expect(value === null || value < 100).toBe(true);
      }),
    );
  });

  it('is never raised by another task that fails', () => {
    fc.assert(
      fc.property(checks, fc.nat(50), fc.nat(50), (list, completed, failed) => {
        const before = healthScore(list, { completed, failed }).value;
        const after = healthScore(list, { completed, failed: failed + 1 }).value;
        expect((after ?? 0) <= (before ?? 0)).toBe(true);
      }),
    );
  });
});
