import { describe, expect, it, vi } from 'vitest';
import {
  type BreakerEvent,
  type CircuitBreaker,
  DEFAULT_BREAKER_SETTINGS,
  NEW_BREAKER,
  react,
} from '../domain/circuit-breaker.ts';
import { CircuitBreakerOpenError } from '../domain/failure.ts';
import type { ApplyToBreaker } from './breaker-store.ts';
import { createCircuitBreakers } from './circuit-breakers.ts';

const CODER = 'coder-agent@shop';

/** Breakers before one that is kept in memory, on a clock of the test's; `answer` may stand between them. */
function trial(answer: (apply: () => ReturnType<ApplyToBreaker>) => ReturnType<ApplyToBreaker> = (apply) => apply()) {
  const kept: { breaker: CircuitBreaker; now: number } = { breaker: NEW_BREAKER, now: 0 };
  const events: BreakerEvent[] = [];
  const warnings: { readonly context: object; readonly message: string }[] = [];
  const breakers = createCircuitBreakers({
    apply: (_, event) =>
      answer(() => {
        events.push(event);
        const step = react(kept.breaker, event, DEFAULT_BREAKER_SETTINGS, kept.now);
        kept.breaker = step.breaker;
        return Promise.resolve(step);
      }),
    settings: DEFAULT_BREAKER_SETTINGS,
    log: { warn: (context, message) => warnings.push({ context, message }) },
    patienceMs: 20,
    random: () => 0.5,
    now: () => kept.now,
  });
  const fail = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) await (await breakers.enter(CODER)).failed('it is down');
  };
  return { breakers, kept, events, warnings, fail };
}

describe('a call of an agent', () => {
  it('is let in, and its outcome counts under its own token', async () => {
    const { breakers, events } = trial();
    await (await breakers.enter(CODER)).failed(`it is down ${'!'.repeat(600)}`);
    await (await breakers.enter(CODER)).released();
    await (await breakers.enter(CODER)).succeeded();
    expect(events.map(({ kind }) => kind)).toEqual(['enter', 'failed', 'enter', 'released', 'enter', 'succeeded']);
    const [first, failed] = events as { readonly token: string; readonly reason?: string }[];
    expect(failed).toMatchObject({ token: first?.token, generation: 0 });
    expect(failed?.reason).toHaveLength(500);
  });

  it('asks nothing of a breaker that was closed and without a failure within the last second', async () => {
    const { breakers, kept, events, fail } = trial();
    const kinds = () => events.splice(0).map(({ kind }) => kind);
    for (const _ of [1, 2, 3]) await (await breakers.enter(CODER)).succeeded();
    await (await breakers.enter(CODER)).released();
    expect(kinds()).toEqual(['enter']);
    await (await breakers.enter('guardian-agent')).succeeded();
    expect(kinds()).toEqual(['enter']);
    kept.now = 1_000;
    await (await breakers.enter(CODER)).succeeded();
    expect(kinds()).toEqual(['enter']);
    await fail(2);
    await (await breakers.enter(CODER)).succeeded();
    await (await breakers.enter(CODER)).succeeded();
    expect(kinds()).toEqual(['failed', 'enter', 'failed', 'enter', 'succeeded']);
  });

  it('is refused within a second of a trip, and of what it was let in with before nothing counts', async () => {
    const { breakers, kept, events } = trial();
    await breakers.enter(CODER);
    kept.breaker = { state: 'OPEN', generation: 1, consecutive_failures: 0, since: 0 };
    kept.now = 999;
    const permit = await breakers.enter(CODER);
    expect(await permit.failed('it is down')).toBeUndefined();
    expect(kept.breaker).toEqual({ state: 'OPEN', generation: 1, consecutive_failures: 0, since: 0 });
    await expect(breakers.enter(CODER)).rejects.toBeInstanceOf(CircuitBreakerOpenError);
    expect(events.map(({ kind }) => kind)).toEqual(['enter', 'failed', 'enter']);
    const other = trial();
    await other.breakers.enter(CODER);
    other.kept.breaker = kept.breaker;
    other.kept.now = 1_000;
    await expect(other.breakers.enter(CODER)).rejects.toBeInstanceOf(CircuitBreakerOpenError);
  });

  it('is refused while the breaker is open, with the time that is left', async () => {
    const { breakers, kept, fail } = trial();
    await fail(5);
    kept.now = 15_000;
    const refused = breakers.enter(CODER);
    await expect(refused).rejects.toBeInstanceOf(CircuitBreakerOpenError);
    await expect(refused).rejects.toMatchObject({ agent: CODER, retryAfterMs: 45_000 });
  });

  it('comes back after some seconds when others try the agent already', async () => {
    const { breakers, kept, fail } = trial();
    await fail(5);
    kept.now = 60_000;
    await Promise.all([breakers.enter(CODER), breakers.enter(CODER), breakers.enter(CODER)]);
    await expect(breakers.enter(CODER)).rejects.toMatchObject({ retryAfterMs: 3_500 });
  });

  it('hears how long to wait when it only tried the agent, and failed; also when another was first', async () => {
    const { breakers, kept, fail } = trial();
    expect(await (await breakers.enter(CODER)).failed('it is down')).toBeUndefined();
    await fail(4);
    kept.now = 60_000;
    const [first, second, third] = await Promise.all([0, 1, 2].map(() => breakers.enter(CODER)));
    expect(await first?.failed('it is down')).toBe(60_000);
    expect(await second?.failed('it is down')).toBe(60_000);
    kept.breaker = { state: 'CLOSED', generation: 9, consecutive_failures: 0 };
    expect(await third?.failed('it is down')).toBe(3_500);
  });

  it('keeps its place among the probes by signs of life, each third of a lease at most', async () => {
    const { breakers, kept, events, fail } = trial();
    (await breakers.enter(CODER)).alive();
    await fail(5);
    kept.now = 60_000;
    const probe = await breakers.enter(CODER);
    for (kept.now = 60_000; kept.now < 110_000; kept.now += 1_000) probe.alive();
    expect(events.filter(({ kind }) => kind === 'alive')).toHaveLength(2);
    expect(kept.breaker).toMatchObject({ probes: [{ until: 160_000 }] });
  });

  it('is not made any more when it was stopped meanwhile, and gives its place back', async () => {
    const { breakers, events } = trial();
    await expect(breakers.enter(CODER, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    expect(events).toEqual([]);
    const stop = new AbortController();
    const late = trial((apply) => {
      stop.abort(new Error('stopped'));
      return apply();
    });
    await expect(late.breakers.enter(CODER, stop.signal)).rejects.toThrow('stopped');
    expect(late.events.map(({ kind }) => kind)).toEqual(['enter', 'released']);
  });
});

describe('while the database is away', () => {
  it('calls go through, their outcomes are lost, and that is said once a minute', async () => {
    const cause = new Error('connection refused');
    const { breakers, kept, warnings } = trial(() => Promise.reject(new Error('select …', { cause })));
    const permit = await breakers.enter(CODER);
    permit.alive();
    await Promise.all([permit.succeeded(), permit.failed('down'), permit.released()]);
    await breakers.enter(CODER);
    kept.now = 60_000;
    await breakers.enter(CODER);
    expect(warnings).toEqual(
      Array(2).fill({
        context: { agent: CODER, reason: 'connection refused' },
        message: 'Breaker state unknown: database away. Calls of agents go through',
      }),
    );
  });

  it('no call waits for one that was slow, until it answers in time again', async () => {
    const held: PromiseWithResolvers<undefined>[] = [];
    let slow = true;
    const { breakers, kept, events } = trial(async (apply) => {
      if (slow) {
        const gate = Promise.withResolvers<undefined>();
        held.push(gate);
        await gate.promise;
      }
      return apply();
    });
    await (await breakers.enter(CODER)).succeeded();
    kept.now = 14_999;
    // Nothing ends their waiting but that they do not wait.
    vi.useFakeTimers();
    await Promise.all([breakers.enter(CODER), breakers.enter(CODER)]);
    vi.useRealTimers();
    expect(held).toHaveLength(3);
    slow = false;
    for (const gate of held) gate.resolve(undefined);
    await vi.waitFor(() => {
      expect(events.map(({ kind }) => kind).join(' ')).toBe('enter enter enter released released released');
    });
    kept.now = 20_000;
    await (await breakers.enter(CODER)).succeeded();
    expect(events.slice(6).map(({ kind }) => kind)).toEqual(['enter']);
  });

  it('a report is lost without an error', async () => {
    let away = false;
    const { breakers, warnings } = trial((apply) => (away ? Promise.reject(new Error('gone')) : apply()));
    const permit = await breakers.enter(CODER);
    away = true;
    await permit.failed('down');
    expect(warnings).toHaveLength(1);
  });

  it('an answer that does not come is not waited for, and a place it gives in the end is given back', async () => {
    const answer = Promise.withResolvers<undefined>();
    const { breakers, warnings, events } = trial(async (apply) => {
      await answer.promise;
      return apply();
    });
    await breakers.enter(CODER);
    expect(warnings).toMatchObject([{ context: { reason: 'it did not answer within 20 ms' } }]);
    answer.resolve(undefined);
    await expect.poll(() => events.map(({ kind }) => kind)).toEqual(['enter', 'released']);
  });
});
