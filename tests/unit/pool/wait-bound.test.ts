import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, simulate, type Started } from '../../../bench/autoscaler/simulate.ts';
import { grant, receive } from '../../../src/domain/pool/pool.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from '../../../src/domain/pool/settings.ts';
import { newPool } from '../../../src/domain/pool/state.ts';

const LOW = 1;
const HIGH = 10;
/** How long tasks keep coming, in wait bounds. */
const LENGTH = 4;

/** What may come to a pool for a long time. Loads are shares of what its leases can do. */
interface Load {
  readonly size: number;
  readonly bound_seconds: number;
  readonly high: number;
  readonly low: number;
  /** The longest duration as a share of the bound, and the shortest as a share of the longest. */
  readonly longest: number;
  readonly shortest: number;
  /** Where in its gap each arrival falls, and how long it takes, one after the other and again from the first. */
  readonly dice: readonly number[];
}

const load: fc.Arbitrary<Load> = fc.record({
  size: fc.integer({ min: 1, max: 10 }),
  bound_seconds: fc.integer({ min: 300, max: 7_200 }),
  high: fc.double({ min: 1.05, max: 1.6, noNaN: true }),
  low: fc.double({ min: 0.05, max: 0.85, noNaN: true }),
  longest: fc.double({ min: 0.08, max: 1 / 6, noNaN: true }),
  shortest: fc.constantFrom(1, 0.8, 0.3),
  dice: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 7, maxLength: 31 }),
});

function settingsOf({ size, bound_seconds }: Load): PoolSettings {
  return { ...DEFAULT_POOL_SETTINGS, size, policy: 'fixed', queue_cap: 5_000, wait_bound_seconds: bound_seconds };
}

/** Tasks of one priority that come all the time, one in each gap. */
function stream(plan: Load, priority: number, share: number): readonly Arrival[] {
  const bound = plan.bound_seconds * 1_000;
  const longest = bound * plan.longest;
  const durations = plan.dice.map((die) => Math.round(longest * (1 - (1 - plan.shortest) * die)));
  const mean = durations.reduce((sum, duration) => sum + duration, 0) / durations.length;
  const gap = mean / (plan.size * share);
  return Array.from({ length: Math.floor((LENGTH * bound) / gap) }, (_, index) => ({
    at: Math.round((index + (plan.dice[index % plan.dice.length] ?? 0)) * gap),
    priority,
    duration_ms: durations[(index + 3) % durations.length] ?? longest,
  }));
}

const longestWait = (tasks: readonly Started[]): number =>
  tasks.reduce((longest, { waited_ms }) => Math.max(longest, waited_ms), 0);

describe('the wait bound', () => {
  it('holds for every task of low priority while more of high priority comes than the pool can do', () => {
    fc.assert(
      fc.property(load, (plan) => {
        const arrivals = [...stream(plan, HIGH, plan.high), ...stream(plan, LOW, plan.low)];
        const { started, unserved } = simulate(
          arrivals.toSorted((left, right) => left.at - right.at),
          settingsOf(plan),
        );
        expect(unserved, 'nothing is turned away or forgotten').toBe(0);
        const low = started.filter(({ priority }) => priority === LOW);
        expect(longestWait(low) / 1_000, 'longest wait of a low task, in s').toBeLessThanOrEqual(plan.bound_seconds);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('lets the oldest of high priority start in between, whatever is to be rescued', () => {
    const plan: Load = { size: 2, bound_seconds: 600, high: 1.5, low: 1.5, longest: 0.2, shortest: 1, dice: [0] };
    const arrivals = [...stream(plan, HIGH, plan.high), ...stream(plan, LOW, plan.low)];
    const { started } = simulate(
      arrivals.toSorted((left, right) => left.at - right.at),
      settingsOf(plan),
    );
    const late = started.filter(({ at, waited_ms }) => at + waited_ms > 2 * plan.bound_seconds * 1_000);
    for (let index = 0; index + 32 <= late.length; index += 32) {
      const priorities = late.slice(index, index + 32).map(({ priority }) => priority);
      if (late.slice(index).some(({ priority }) => priority === HIGH)) expect(priorities).toContain(HIGH);
    }
    expect(late.length).toBeGreaterThan(64);
  });

  it('starts one of many tasks of low priority with each lease that comes free, at once and the oldest first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 40 }), (size, waiting) => {
        const ids = Array.from({ length: size + waiting }, (_, index) => `task-${index}`);
        const settings: PoolSettings = { ...DEFAULT_POOL_SETTINGS, size, policy: 'fixed' };
        let state = newPool('default', settings, 0);
        ids.forEach((task_id, index) => {
          const asked = receive(state, [{ kind: 'enqueue', task_id, ask: 1, priority: LOW, project: 'p' }], index);
          state = grant(asked.state, index).state;
        });
        expect(state.leases).toHaveLength(size);
        ids.slice(0, waiting).forEach((task_id, index) => {
          const released = receive(state, [{ kind: 'release', task_id, ask: 1 }], 1_000 + index);
          const granted = grant(released.state, 1_000 + index);
          expect(granted.effects.map((effect) => effect.task_id)).toEqual([ids[size + index]]);
          state = granted.state;
        });
      }),
    );
  });

  it('leaves no lease idle while tasks of low priority wait, however many come', () => {
    const plan: Load = {
      size: 3,
      bound_seconds: 600,
      high: 0,
      low: 1.4,
      longest: 0.2,
      shortest: 0.3,
      dice: [0.1, 0.7],
    };
    const arrivals = stream(plan, LOW, plan.low);
    const { started } = simulate(arrivals, settingsOf(plan));
    const saturated = started.filter(({ waited_ms }) => waited_ms > 0);
    expect(saturated.length).toBeGreaterThan(started.length / 2);
    const ends = started.map(({ at, waited_ms, duration_ms }) => at + waited_ms + duration_ms);
    const startsAt = saturated.map(({ at, waited_ms }) => at + waited_ms);
    expect(
      startsAt.filter((at) => !ends.includes(at)),
      'starts that no release made way for',
    ).toEqual([]);
  });
});
