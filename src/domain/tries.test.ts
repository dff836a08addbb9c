import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureClass } from './failure.ts';
import { STANDARD_RETRY_POLICY as policy } from './retry-policy.ts';
import { afterFailure, type Failure, NO_TRIES, type Tries, triesMade, withWorkersLost } from './tries.ts';

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
    ['terminal', false],
  ] as const)('that ended in a %s error is given up, exhausted: %s', (kind, exhausted) => {
    expect(fail(NO_TRIES, kind)).toMatchObject({ next: { kind: 'give_up', exhausted }, tries: { failures: 1 } });
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
});
