import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remediate } from './remediation.ts';
import { NO_REMEDIES, REMEDY_KINDS, type RemedialAction, type RemediationState, remedyName } from './remedy.ts';
import type { HealthSample } from './sample.ts';
import { agent, figures, INTERVAL, MINUTE, SETTINGS } from './samples.testsuite.ts';

/** Few: each of them lives through hours. */
const RUNS = { numRuns: 30 };

/** Some minutes in which nothing changes but what the remedies do. */
interface Stretch {
  readonly minutes: number;
  /** Leases that the work would take. */
  readonly wanted: number;
  readonly queue: number;
  readonly fate: 'fine' | 'tasks fail' | 'calls fail';
  /** What a person does at its beginning. */
  readonly person: 'nothing' | 'resumes' | 'resets' | 'resizes' | 'widens';
  /** Actions are lost, or nobody takes samples. */
  readonly trouble: 'none' | 'deaf' | 'blind';
}

const often = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

const stretches = fc.array(
  fc.record<Stretch>({
    minutes: fc.integer({ min: 1, max: 25 }),
    wanted: fc.nat(14),
    queue: fc.constantFrom(0, 0, 10, 50, 150),
    fate: fc.constantFrom('fine', 'fine', 'tasks fail', 'calls fail'),
    person: often<Stretch['person']>('nothing', 'resumes', 'resets', 'resizes', 'widens'),
    trouble: often<Stretch['trouble']>('none', 'deaf', 'blind'),
  }),
  { minLength: 1, maxLength: 14, size: 'max' },
);

/** A small world of one pool and one agent that remedies act on. */
class World {
  size = 5;
  cap = 2_000;
  intake: 'open' | 'paused' = 'open';
  breaker: 'CLOSED' | 'OPEN' = 'CLOSED';
  ended = { completed: 0, failed: 0 };
  calls = { completed: 0, failed: 0 };

  /** An interval passes: one task ends, unless something keeps tasks from their work. */
  live({ fate }: Stretch): void {
    const isAtWork = this.intake === 'open' && this.breaker === 'CLOSED';
    if (!isAtWork) return;
    const plus = (ends: typeof this.ended, isWell: boolean) =>
      isWell ? { ...ends, completed: ends.completed + 1 } : { ...ends, failed: ends.failed + 1 };
    this.ended = plus(this.ended, fate === 'fine');
    this.calls = plus(this.calls, fate !== 'calls fail');
  }

  meet(person: Stretch['person']): void {
    if (person === 'resumes') this.intake = 'open';
    if (person === 'resets') this.breaker = 'CLOSED';
    if (person === 'resizes') this.size = 6;
    if (person === 'widens') this.cap = 3_000;
  }

  sample(at: number, { wanted, queue }: Stretch): HealthSample {
    const { size, cap, intake, ended } = this;
    const active = intake === 'open' ? Math.min(wanted, size) : 0;
    const pool = {
      size,
      allowed: size,
      active,
      utilization_pct: (active / size) * 100,
      queue_depth: queue,
      intake,
      intake_by_remedy: intake === 'paused',
      queue_cap: cap,
      ended,
    };
    const coder = agent({ breaker: this.breaker, tripped_by_remedy: this.breaker === 'OPEN', calls: this.calls });
    return { at, pools: [{ pool: 'default', figures: figures(pool) }], resources: {}, agents: [coder] };
  }

  obey({ does, remedy }: RemedialAction): void {
    if (does === 'let_go') return;
    const isApplied = does === 'apply';
    if (remedy.kind === 'raise_size') this.size = isApplied ? remedy.to_size : remedy.from_size;
    else if (remedy.kind === 'limit_intake') this.cap = isApplied ? remedy.to_cap : remedy.from_cap;
    else if (remedy.kind === 'pause_intake') this.intake = isApplied ? 'paused' : 'open';
    else this.breaker = isApplied ? 'OPEN' : 'CLOSED';
  }
}

interface Step {
  readonly action: RemedialAction;
  readonly before: RemediationState;
  readonly world: World;
}

/** Lets remediation run over the stretches; every action with the state before it. */
function play(all: readonly Stretch[], look: (state: RemediationState) => void = () => undefined): readonly Step[] {
  const world = new World();
  const steps: Step[] = [];
  let state: RemediationState = NO_REMEDIES;
  let samples: readonly HealthSample[] = [];
  let now = 1_000 * MINUTE;
  for (const stretch of all) {
    world.meet(stretch.person);
    for (let tick = 0; tick < (stretch.minutes * MINUTE) / INTERVAL; tick++) {
      now += INTERVAL;
      world.live(stretch);
      if (stretch.trouble === 'blind') continue;
      samples = [...samples, world.sample(now, stretch)].slice(-120);
      const before = state;
      const { state: next, actions } = remediate(before, { samples, now }, SETTINGS);
      state = next;
      if (state !== before) look(state);
      for (const action of actions) {
        steps.push({ action, before, world: Object.assign(new World(), world) });
        if (stretch.trouble !== 'deaf') world.obey(action);
      }
    }
  }
  return steps;
}

const isDone = ({ action }: Step): boolean => action.does !== 'let_go';

describe('whatever becomes of a pool and its agent', () => {
  it('every remedy is applied, taken back and let go somewhere in these tests', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(stretches, (all) => {
        for (const { action } of play(all)) {
          const what = `${action.does} ${action.remedy.kind}`;
          seen.set(what, (seen.get(what) ?? 0) + 1);
        }
      }),
      { numRuns: 300, seed: 6 },
    );
    for (const does of ['apply', 'take_back', 'let_go']) {
      for (const kind of REMEDY_KINDS) {
        expect(seen.get(`${does} ${kind}`) ?? 0, `${does} ${kind}`).toBeGreaterThan(3);
      }
    }
  });

  it('five minutes at least lie between two actions on it', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        const times = play(all)
          .filter(isDone)
          .map(({ action }) => action.at);
        times.slice(1).forEach((at, index) => {
          expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
        });
      }),
      RUNS,
    );
  });

  it('a remedy is in force once, and only a larger size comes on top of one', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        const steps = play(all, ({ in_force }) => {
          const names = in_force.map((remedy) => remedyName(remedy.pool, remedy));
          expect(new Set(names).size).toBe(names.length);
        });
        for (const { action, before } of steps) {
          if (action.does !== 'apply') continue;
          const { remedy } = action;
          const name = remedyName(remedy.pool, remedy);
          const inForce = before.in_force.find((one) => remedyName(one.pool, one) === name);
          if (inForce === undefined || inForce.ending_at !== undefined) continue;
          expect([inForce.kind, remedy.kind]).toEqual(['raise_size', 'raise_size']);
          if (inForce.kind !== 'raise_size' || remedy.kind !== 'raise_size') continue;
          expect(remedy.to_size).toBeGreaterThan(inForce.to_size);
          expect(remedy.from_size).toBe(inForce.from_size);
        }
      }),
      RUNS,
    );
  });

  it('a size is raised within its maximum only, and what somebody holds is not touched', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        for (const { action, world } of play(all)) {
          if (action.does !== 'apply') continue;
          const { remedy } = action;
          expect(world.intake).toBe('open');
          if (remedy.kind === 'trip_breaker') expect(world.breaker).toBe('CLOSED');
          if (remedy.kind !== 'raise_size') continue;
          expect(remedy.to_size).toBeGreaterThan(world.size);
          expect(remedy.to_size).toBeLessThanOrEqual(10);
        }
      }),
      RUNS,
    );
  });

  it('nothing is taken back within ten minutes, nor applied again within half an hour of somebody undoing it', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        const undone = new Map<string, number>();
        for (const { action } of play(all)) {
          const { does, remedy, at } = action;
          const name = remedyName(remedy.pool, remedy);
          if (does === 'take_back') expect(at - remedy.at).toBeGreaterThanOrEqual(10 * MINUTE);
          if (does === 'apply') expect(at - (undone.get(name) ?? 0)).toBeGreaterThanOrEqual(30 * MINUTE);
          if (does === 'let_go') undone.set(name, at);
        }
      }),
      RUNS,
    );
  });

  it('nothing is left in force after an hour in which all is well and every action is carried out', () => {
    const well: Stretch = { minutes: 60, wanted: 0, queue: 0, fate: 'fine', person: 'nothing', trouble: 'none' };
    fc.assert(
      fc.property(stretches, (all) => {
        let last: RemediationState = NO_REMEDIES;
        play([...all, well], (state) => {
          last = state;
        });
        expect(last.in_force).toEqual([]);
      }),
      RUNS,
    );
  });

  it('the state is the same after it was kept as JSON', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        play(all, (state) => {
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        });
      }),
      RUNS,
    );
  });
});
