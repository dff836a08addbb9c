import { describe, expect, it } from 'vitest';
import { finished, leaseOf, T0 } from '../../../tests/support/pool-states.ts';
import type { FinishedTask } from './state.ts';
import { mean, meanDuration, meanDurations, WINDOW_SIZE, withFinished, withoutRequeued } from './window.ts';

const lease = leaseOf('a', 1, { waited_ms: 40 });
const outcomeOf = (seconds: number) =>
  ({ status: 'completed', duration_ms: seconds * 1_000, retried_phases: 0, recovered_phases: 0 }) as const;

function windowOf(tasks: number, most?: number): readonly FinishedTask[] {
  return Array.from({ length: tasks }, (_, index) => index + 1).reduce<readonly FinishedTask[]>(
    (window, seconds) => withFinished(window, lease, outcomeOf(seconds), T0 + seconds, most),
    [],
  );
}

describe('the sliding window', () => {
  it('keeps how a task ended with its project, wait and time', () => {
    expect(withFinished([], lease, outcomeOf(3), T0 + 9)).toEqual([
      finished({ duration_ms: 3_000, waited_ms: 40, at: T0 + 9 }),
    ]);
  });

  it('of ten holds the last ten of twenty, whose mean is 15.5 s', () => {
    expect(meanDuration(windowOf(20, 10))).toBe(15_500);
  });

  it('holds the last 100', () => {
    const window = windowOf(130);
    expect(window).toHaveLength(WINDOW_SIZE);
    expect(window[0]?.duration_ms).toBe(31_000);
  });

  it('forgets the end of the dead letter that was requeued, and no other end', () => {
    const dead = (task_id: string) => finished({ status: 'dead_lettered', task_id });
    const window = [finished(), dead('a'), dead('b'), finished()];
    expect(withoutRequeued(window, 'a')).toEqual([finished(), dead('b'), finished()]);
  });

  it('knows the mean duration of each project', () => {
    const window = [
      finished({ duration_ms: 10 }),
      finished({ duration_ms: 20 }),
      finished({ project: 'blog', duration_ms: 7 }),
    ];
    expect([...meanDurations(window)]).toEqual([
      ['shop', 15],
      ['blog', 7],
    ]);
  });
});

describe('a mean', () => {
  it('of nothing is unknown', () => {
    expect([mean([]), meanDuration([]), mean([1, 2])]).toEqual([undefined, undefined, 1.5]);
  });
});
