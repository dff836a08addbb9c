import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finished, leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import { actionRules, DEFAULT_HEALTH_SETTINGS } from '../health/settings.ts';
import { type EndedAction, NO_ACTIONS, POOL_ACTIONS, type PoolActionKind } from './action.ts';
import { obey, refusal } from './commands.ts';
import { evaluate } from './evaluate.ts';
import type { PoolCommand } from './messages.ts';
import { settingProblems } from './settings.ts';
import type { PoolState } from './state.ts';

const MINUTE = 60_000;
const LOOK = 10_000;
const RULES = actionRules(DEFAULT_HEALTH_SETTINGS, 15_000);
const RUNS = { numRuns: 60 };
const OWN: ReadonlySet<string> = new Set([...POOL_ACTIONS, 'revert']);

/** Some minutes of a pool, and what a person does at their beginning. */
interface Stretch {
  readonly minutes: number;
  readonly wanted: number;
  readonly queue: number;
  readonly fails: boolean;
  readonly command: PoolCommand | undefined;
}

const reason = 'r';
const commands = fc.constantFrom<PoolCommand>(
  ...(['resume', 'pause'] as const).map((kind) => ({ kind, reason })),
  { kind: 'configure', change: { size: 6 }, reason },
  { kind: 'configure', change: { queue_cap: 3_000 }, reason },
  ...POOL_ACTIONS.map((action) => ({ kind: 'revert' as const, action, reason })),
);

const stretches = fc.array(
  fc.record<Stretch>({
    minutes: fc.integer({ min: 1, max: 25 }),
    wanted: fc.nat(14),
    queue: fc.constantFrom(0, 0, 10, 150),
    fails: fc.constantFrom(false, false, true),
    command: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: commands }),
  }),
  { minLength: 1, maxLength: 12, size: 'max' },
);

/** Lets a pool live through the stretches; `look` sees the state after each look. */
function play(all: readonly Stretch[], look: (state: PoolState, now: number) => void = () => undefined): PoolState {
  let state = poolWith({ actions: { ...NO_ACTIONS, rules: RULES } });
  let now = T0;
  for (const { minutes, wanted, queue, fails, command } of all) {
    if (command !== undefined && refusal(state, command) === undefined) state = obey(state, command, now);
    for (let passed = 0; passed < minutes * MINUTE; passed += LOOK) {
      now += LOOK;
      const isOpen = state.intake === 'open';
      const end = finished({ at: now, status: fails ? 'failed' : 'completed' });
      state = {
        ...state,
        leases: leases(isOpen ? Math.min(wanted, state.settings.size) : 0),
        queue: Array.from({ length: queue }, (_, index) => queued(`waits-${index}`)),
        window: isOpen ? [...state.window, end].slice(-100) : state.window,
      };
      state = evaluate(state, now);
      look(state, now);
    }
  }
  return state;
}

describe('whatever becomes of a pool', () => {
  it('every kind of action is done, reverted and left to others somewhere in these tests', () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    const endOf = ({ ended_by, kind }: EndedAction): string => `${ended_by} ended ${kind}`;
    fc.assert(
      fc.property(stretches, (all) => {
        const { actions } = play(all);
        for (const { kind } of actions.in_force) count(kind);
        for (const action of actions.ended) count(endOf(action));
      }),
      { numRuns: 200, seed: 6 },
    );
    for (const kind of POOL_ACTIONS) {
      for (const by of ['chimera', 'operator'])
        expect(seen.get(`${by} ended ${kind}`) ?? 0, `${by} ${kind}`).toBeGreaterThan(0);
    }
  });

  it('five minutes at least lie between what it does by itself, one of a kind is in force, and settings hold together', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        play(all, ({ decisions, actions, settings }) => {
          const own = decisions.filter(({ action, reason: why }) => OWN.has(action) && !why.includes(': r; '));
          own.slice(1).forEach(({ at }, index) => {
            expect(at - (own[index]?.at ?? 0)).toBeGreaterThanOrEqual(RULES.cooldown_ms);
          });
          const kinds = actions.in_force.map(({ kind }) => kind);
          expect(new Set(kinds).size).toBe(kinds.length);
          expect(settingProblems(settings)).toEqual([]);
        });
      }),
      RUNS,
    );
  });

  it('nothing is done again within half an hour of a person undoing it', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        const undone = new Map<PoolActionKind, number>();
        play(all, ({ actions }) => {
          for (const { kind, at } of actions.in_force) {
            const before = undone.get(kind);
            if (before !== undefined && at > before) expect(at - before).toBeGreaterThanOrEqual(RULES.yield_ms);
          }
          for (const { kind, ended_at, ended_by } of actions.ended)
            if (ended_by === 'operator') undone.set(kind, ended_at);
        });
      }),
      RUNS,
    );
  });

  it('nothing is left in force after an hour in which all is well, and the state is the same after it was kept as JSON', () => {
    const well: Stretch = { minutes: 60, wanted: 0, queue: 0, fails: false, command: { kind: 'resume', reason } };
    fc.assert(
      fc.property(stretches, (all) => {
        const state = play([...all, well]);
        expect(state.actions.in_force).toEqual([]);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      RUNS,
    );
  });
});
