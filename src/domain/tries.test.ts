import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureClass } from './failure.ts';
import { type RetryPolicy, STANDARD_RETRY_POLICY as policy } from './retry-policy.ts';
import {
  afterFailure,
  type Failure,
  isHandedBack,
  NO_TRIES,
  type Tries,
  triesMade,
  waitApart,
  withWorkersLost,
} from './tries.ts';

const NOW = Date.parse('2030-01-01T00:00:00.000Z');
const circumstances = { policy, random: 0.5, now: NOW };
const fail = (tries: Tries, kind: FailureClass, more: Partial<Failure> = {}) =>
  afterFailure(tries, { class: kind, error: 'because', ...more }, circumstances);

describe('a phase after a failed try', () => {
  it('is tried again after 1, 2 and 4 s, and then worth a decision', () => {
    let tries = NO_TRIES;
    const steps = Array.from({ length: 4 }, () => {
      const after = fail(tries, 'transient');
      ({ tries } = after);
      return after.next;
    });
    expect(steps).toEqual([
      { kind: 'retry', delay_ms: 1_000 },
      { kind: 'retry', delay_ms: 2_000 },
      { kind: 'retry', delay_ms: 4_000 },
      { kind: 'give_up', exhausted: true },
    ]);
    expect(tries.log.map(({ delay_ms }) => delay_ms)).toEqual([1_000, 2_000, 4_000, null]);
  });

  it.each([
    ['limit', true],
    ['missing', true],
    ['terminal', false],
    ['cancelled', false],
  ] as const)('that ended in a %s error is given up, exhausted: %s', (kind, exhausted) => {
    expect(fail(NO_TRIES, kind)).toMatchObject({ next: { kind: 'give_up', exhausted }, tries: { failures: 1 } });
  });

  it.each([
    ['silent', true],
    ['unchanged', false],
  ] as const)('that ended in a %s error is tried again once, then given up, exhausted: %s', (kind, exhausted) => {
    const first = fail(NO_TRIES, kind);
    expect(first).toMatchObject({ next: { kind: 'retry' }, tries: { failures: 1 } });
    // Each class has its own once, and another failure between the two does not give it back.
    const other = fail(first.tries, kind === 'silent' ? 'unchanged' : 'silent');
    expect(other.next.kind).toBe('retry');
    expect(fail(other.tries, kind).next).toEqual({ kind: 'give_up', exhausted });
  });

  it('waits as long as it was told', () => {
    expect(fail(NO_TRIES, 'postponed', { wait_ms: 90_000 }).next).toEqual({ kind: 'postpone', wait_ms: 90_000 });
    expect(fail(NO_TRIES, 'postponed').next).toEqual({ kind: 'postpone', wait_ms: 1_000 });
  });

  it('says when, why and what followed, of the latest twenty and in few words', () => {
    const { tries } = fail(NO_TRIES, 'transient', { error: 'x'.repeat(1_000) });
    expect(tries.log).toEqual([
      { at: '2030-01-01T00:00:00.000Z', kind: 'failed', error: `${'x'.repeat(300)}…`, delay_ms: 1_000 },
    ]);
    const many = Array.from({ length: 30 }).reduce<Tries>((before) => fail(before, 'postponed').tries, NO_TRIES);
    expect(many.log).toHaveLength(20);
    expect(fail(NO_TRIES, 'transient', { error: 'x'.repeat(300) }).tries.log[0]?.error).toBe('x'.repeat(300));
  });

  it('goes on a second later where its worker shut down, which counts for nothing', () => {
    expect(fail(NO_TRIES, 'worker_lost')).toEqual({
      tries: {
        ...NO_TRIES,
        handed_back: 1,
        log: [{ at: '2030-01-01T00:00:00.000Z', kind: 'worker_lost', error: 'because', delay_ms: 1_000 }],
      },
      next: { kind: 'retry', delay_ms: 1_000 },
    });
  });

  it('notes each try as what it was', () => {
    const kinds = ['transient', 'postponed', 'worker_lost', 'terminal'] as const;
    const { log } = kinds.reduce((tries: Tries, kind) => fail(tries, kind).tries, NO_TRIES);
    expect(log.map(({ kind }) => kind)).toEqual(['failed', 'postponed', 'worker_lost', 'failed']);
  });

  it('counts as a retry only what failed, whatever else happens in between', () => {
    const kinds = fc.array(fc.constantFrom<FailureClass>('transient', 'postponed', 'worker_lost'), { maxLength: 40 });
    fc.assert(
      fc.property(kinds, fc.array(fc.nat({ max: 3 })), (sequence, losses) => {
        let tries = NO_TRIES;
        let failures = 0;
        for (const [index, kind] of sequence.entries()) {
          tries = withWorkersLost(tries, losses[index] ?? 0, NOW);
          const after = fail(tries, kind);
          ({ tries } = after);
          if (kind === 'transient') failures += 1;
          expect(tries.failures).toBe(failures);
          expect(after.next.kind === 'give_up').toBe(kind === 'transient' && failures > policy.maxRetries);
        }
      }),
    );
  });
});

describe('a phase that waits', () => {
  const HOUR = 3_600_000;
  const later = (tries: Tries, hours: number, kind: FailureClass, more: Partial<Failure> = {}) =>
    afterFailure(tries, { class: kind, error: 'open', ...more }, { ...circumstances, now: NOW + hours * HOUR });

  it('is given up after a day in a row, for a person to decide', () => {
    const first = later(NO_TRIES, 0, 'postponed', { wait_ms: HOUR });
    expect(first.tries.waiting_since).toBe('2030-01-01T00:00:00.000Z');
    const late = later(first.tries, 23.5, 'postponed', { wait_ms: HOUR });
    expect(late.next).toEqual({ kind: 'postpone', wait_ms: HOUR / 2 });
    const last = later(late.tries, 24, 'postponed', { wait_ms: HOUR });
    expect(last.next).toEqual({ kind: 'give_up', exhausted: true, waited_ms: 24 * HOUR });
    expect(last.tries).toMatchObject({ failures: 0, log: [{}, {}, { kind: 'postponed', delay_ms: null }] });
  });

  it('waits anew after a failure, which is counted, and not after a worker’s shutdown', () => {
    const { tries } = later(NO_TRIES, 0, 'postponed');
    expect(later(tries, 1, 'worker_lost').tries.waiting_since).toBe(tries.waiting_since);
    const failed = later(tries, 1, 'transient').tries;
    expect(failed).not.toHaveProperty('waiting_since');
    expect(later(failed, 30, 'postponed').tries.waiting_since).toBe('2030-01-02T06:00:00.000Z');
  });

  it('never waits past its bound, whatever it is told, and comes to an end', () => {
    const told = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(told, fc.integer({ min: 0, max: 20_000 }), (waits, longestWaitMs) => {
        const bounded: RetryPolicy = { ...policy, longestWaitMs };
        let tries = NO_TRIES;
        let waited = 0;
        for (const wait_ms of waits) {
          const failure = { class: 'postponed', error: 'open', wait_ms } as const;
          const after = afterFailure(tries, failure, { policy: bounded, random: 0.5, now: NOW + waited });
          ({ tries } = after);
          expect(after.next.kind).toBe(waited < longestWaitMs ? 'postpone' : 'give_up');
          if (after.next.kind === 'postpone') waited += after.next.wait_ms;
          expect(waited).toBeLessThanOrEqual(longestWaitMs);
        }
      }),
    );
  });
});

describe('workers lost without a word', () => {
  it('are counted apart, and noted', () => {
    const tries = withWorkersLost(withWorkersLost(NO_TRIES, 1, NOW), 2, NOW);
    expect(tries).toMatchObject({ failures: 0, lost: 3 });
    expect(tries.log.map(({ kind, error }) => `${kind}: ${error}`)).toEqual([
      'worker_lost: The worker stopped answering.',
      'worker_lost: 2 workers stopped answering.',
    ]);
    expect(triesMade(tries)).toBe(3);
    expect(withWorkersLost(NO_TRIES, 0, NOW)).toBe(NO_TRIES);
  });

  it('set a phase apart from the third on: it goes on at a moment of its own, once after each loss', () => {
    const lost = (count: number) => withWorkersLost(NO_TRIES, count, NOW);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (count, random) => {
          const wait = waitApart(lost(count), random);
          expect(wait > 0).toBe(count >= 3);
          expect(wait).toBeLessThanOrEqual(9_000);
          expect(waitApart(fail(lost(count), 'postponed').tries, random)).toBe(0);
        },
      ),
    );
    expect(waitApart(lost(3), 0.25)).toBe(2_250);
  });

  it('is what the last try ended with, or not', () => {
    const lost = withWorkersLost(NO_TRIES, 1, NOW);
    expect([NO_TRIES, lost, fail(lost, 'transient').tries].map(isHandedBack)).toEqual([false, true, false]);
  });

  it('are tries that were made, like those that failed or were handed back, and unlike waits', () => {
    const kinds = ['transient', 'worker_lost', 'worker_lost', 'postponed'] as const;
    const tries = kinds.reduce((before: Tries, kind) => fail(before, kind).tries, NO_TRIES);
    expect(triesMade(withWorkersLost(tries, 4, NOW))).toBe(7);
  });
});
