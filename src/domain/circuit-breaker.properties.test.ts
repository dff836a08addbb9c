import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BreakerEvent,
  type BreakerSettings,
  type CircuitBreaker,
  liveProbes,
  NEW_BREAKER,
  react,
} from './circuit-breaker.ts';

const SETTINGS: BreakerSettings = { failure_threshold: 3, open_ms: 100, half_open_calls: 2, probe_lease_ms: 60 };
const RUNS = { numRuns: 2_000 };

type Move =
  | { readonly kind: 'enter' | 'trip' | 'reset'; readonly passed: number }
  | {
      readonly kind: 'succeeded' | 'failed' | 'released' | 'alive';
      readonly passed: number;
      /** Which of all calls that were ever let in, counted from the last: each may report late, and more than once. */
      readonly call: number;
    };

const passed = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 150 }));
const moves = fc.array(
  fc.oneof(
    { weight: 24, arbitrary: fc.record({ kind: fc.constant('enter' as const), passed }) },
    {
      weight: 40,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'succeeded' as const,
          'failed' as const,
          'failed' as const,
          'released' as const,
          'alive' as const,
        ),
        passed,
        call: fc.oneof(fc.nat(2), fc.nat(40)),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('trip' as const, 'reset' as const), passed }) },
  ),
  { maxLength: 60, size: 'max' },
);

interface Call {
  readonly token: string;
  readonly generation: number;
}

/** What the test itself keeps of what happened, without looking into the breaker. */
interface Model {
  readonly state: CircuitBreaker['state'];
  readonly failures: number;
  readonly openedAt: number;
  readonly tripped: boolean;
  /** Calls that were let in since the state last changed. */
  readonly current: ReadonlySet<string>;
  /** Calls that try the agent and the moment each was last heard of. */
  readonly heard: ReadonlyMap<string, number>;
}

const BEGINNING: Model = {
  state: 'CLOSED',
  failures: 0,
  openedAt: 0,
  tripped: false,
  current: new Set(),
  heard: new Map(),
};

const NOBODY = { current: new Set<string>(), heard: new Map<string, number>() };

function alive({ heard }: Model, now: number): ReadonlyMap<string, number> {
  return new Map([...heard].filter(([, at]) => now < at + SETTINGS.probe_lease_ms));
}

/** What ought to happen, told in another way than the breaker does it. */
function expected(
  model: Model,
  move: Move,
  token: string,
  now: number,
): { readonly model: Model; readonly admitted: boolean } {
  const stays = (changes: Partial<Model> = {}) => ({ model: { ...model, ...changes }, admitted: false });
  const opens = (failures: number, tripped: boolean) =>
    stays({ state: 'OPEN', failures, openedAt: now, tripped, ...NOBODY });
  const joins = (heard: ReadonlyMap<string, number>) => ({
    model: {
      ...model,
      state: model.state === 'OPEN' ? ('HALF_OPEN' as const) : model.state,
      heard,
      current: new Set([...model.current, token]),
    },
    admitted: true,
  });
  if (move.kind === 'trip') return model.state === 'OPEN' && model.tripped ? stays() : opens(model.failures, true);
  if (move.kind === 'reset') {
    return model.state === 'CLOSED' && model.failures === 0
      ? stays()
      : stays({ state: 'CLOSED', failures: 0, tripped: false, ...NOBODY });
  }
  if (move.kind === 'enter') {
    if (model.state === 'CLOSED') return joins(model.heard);
    if (model.state === 'OPEN') {
      const over = !model.tripped && now >= model.openedAt + SETTINGS.open_ms;
      return over ? joins(new Map([[token, now]])) : stays();
    }
    const live = alive(model, now);
    return live.size < SETTINGS.half_open_calls ? joins(new Map([...live, [token, now]])) : stays();
  }
  if (!model.current.has(token)) return stays();
  if (move.kind === 'released') return stays({ heard: new Map([...model.heard].filter(([one]) => one !== token)) });
  if (move.kind === 'alive') {
    const others = new Map([...alive(model, now)].filter(([one]) => one !== token));
    if (model.state === 'CLOSED' || others.size >= SETTINGS.half_open_calls) return stays();
    return stays({ heard: new Map([...others, [token, now]]) });
  }
  if (move.kind === 'succeeded') {
    return model.state === 'CLOSED' ? stays({ failures: 0 }) : stays({ state: 'CLOSED', failures: 0, ...NOBODY });
  }
  const failures = model.failures + 1;
  if (model.state === 'HALF_OPEN' || failures >= SETTINGS.failure_threshold) return opens(failures, false);
  return stays({ failures });
}

/** Plays moves on a breaker; `look` is told of every step. */
function play(
  all: readonly Move[],
  look: (step: {
    readonly move: Move;
    readonly before: CircuitBreaker;
    readonly after: CircuitBreaker;
    readonly call: Call | undefined;
    readonly admitted: boolean;
    readonly now: number;
  }) => void,
): void {
  let breaker: CircuitBreaker = NEW_BREAKER;
  let now = 1_000;
  const calls: Call[] = [];
  for (const [index, move] of all.entries()) {
    now += move.passed;
    const call =
      'call' in move ? calls.at(-1 - (move.call % calls.length)) : { token: `call ${index}`, generation: -1 };
    const event = eventOf(move, call);
    if (event === undefined) continue;
    const before = breaker;
    const step = react(before, event, SETTINGS, now);
    breaker = step.breaker;
    const { entrance } = step;
    const admitted = entrance?.kind === 'admitted';
    if (admitted && call !== undefined) calls.push({ token: call.token, generation: entrance.generation });
    look({ move, before, after: breaker, call, admitted, now });
  }
}

function eventOf(move: Move, call: Call | undefined): BreakerEvent | undefined {
  if (call === undefined) return undefined;
  switch (move.kind) {
    case 'enter':
      return { kind: 'enter', token: call.token };
    case 'trip':
    case 'reset':
      return { kind: move.kind, reason: 'a person' };
    case 'failed':
      return { kind: 'failed', ...call, reason: 'down' };
    default:
      return { kind: move.kind, ...call };
  }
}

describe('whatever happens to a breaker in whatever order', () => {
  it('it comes to everything that the other tests look for', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(moves, (all) => {
        const inThisRun = new Set<string>();
        play(all, ({ move, before, after, call, admitted, now }) => {
          inThisRun.add(`${before.state} to ${after.state} by ${move.kind}`);
          if (move.kind === 'enter' && !admitted) inThisRun.add(`refused while ${before.state}`);
          if ('call' in move && call?.generation !== before.generation) inThisRun.add(`late while ${before.state}`);
          if (after.state === 'HALF_OPEN' && liveProbes(after, now).length < after.probes.length) {
            inThisRun.add('a silent probe');
          }
        });
        for (const what of inThisRun) seen.set(what, (seen.get(what) ?? 0) + 1);
      }),
      RUNS,
    );
    for (const what of [
      'CLOSED to OPEN by failed',
      'OPEN to HALF_OPEN by enter',
      'HALF_OPEN to CLOSED by succeeded',
      'HALF_OPEN to OPEN by failed',
      'refused while OPEN',
      'refused while HALF_OPEN',
      'late while OPEN',
      'late while HALF_OPEN',
      'a silent probe',
    ]) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(50);
    }
  });

  it('it is in the state, with the count, that a second telling of its rules leads to', () => {
    fc.assert(
      fc.property(moves, (all) => {
        let model = BEGINNING;
        play(all, ({ move, after, call, admitted, now }) => {
          const next = expected(model, move, call?.token ?? '', now);
          model = next.model;
          expect(admitted).toBe(next.admitted);
          expect(after).toMatchObject({ state: model.state, consecutive_failures: model.failures });
          if (after.state === 'HALF_OPEN') {
            const live = liveProbes(after, now).map(({ token }) => token);
            expect(live.toSorted()).toEqual([...alive(model, now).keys()].toSorted());
          }
        });
      }),
      RUNS,
    );
  });

  it('never more calls try it than there are probes', () => {
    fc.assert(
      fc.property(moves, (all) => {
        play(all, ({ after, now }) => {
          const live = after.state === 'HALF_OPEN' ? liveProbes(after, now).length : 0;
          expect(live).toBeLessThanOrEqual(SETTINGS.half_open_calls);
        });
      }),
      RUNS,
    );
  });

  it('nobody is let in while it is open before its time', () => {
    fc.assert(
      fc.property(moves, (all) => {
        play(all, ({ before, admitted, now }) => {
          if (before.state === 'OPEN' && now < (before.until ?? Infinity)) expect(admitted).toBe(false);
        });
      }),
      RUNS,
    );
  });

  it('an outcome of an older generation changes nothing', () => {
    fc.assert(
      fc.property(moves, (all) => {
        play(all, ({ move, before, after, call }) => {
          if ('call' in move && call?.generation !== before.generation) expect(after).toBe(before);
        });
      }),
      RUNS,
    );
  });

  it('the generation grows by one with every change of the state, and a success in it ends the count', () => {
    fc.assert(
      fc.property(moves, (all) => {
        play(all, ({ move, before, after, call }) => {
          const grown = after.generation - before.generation;
          if (before.state !== after.state) expect(grown).toBe(1);
          else expect(grown).toBeLessThanOrEqual(1);
          if (move.kind === 'succeeded' && call?.generation === before.generation) {
            expect(after.consecutive_failures).toBe(0);
          }
        });
      }),
      RUNS,
    );
  });
});
