import { beforeEach, describe, expect, it } from 'vitest';
import { type BreakerEvent, DEFAULT_BREAKER_SETTINGS, NEW_BREAKER } from '../domain/circuit-breaker.ts';
import { type BreakerChange, createBreakerStore } from './breaker-store.ts';
import type { Database } from './database.ts';
import { breakerTransitions, circuitBreakers } from './schema.ts';

const CODER = 'coder-agent@shop';

const failed = (generation: number, token: string): BreakerEvent => ({
  kind: 'failed',
  generation,
  token,
  reason: 'it is down',
});

/** What the breakers must do on every database. */
export function describeBreakers(open: () => Database): void {
  const store = (openMs = 60_000) => createBreakerStore(open().db, { ...DEFAULT_BREAKER_SETTINGS, open_ms: openMs });
  const enter = (token: string) => ({ kind: 'enter', token }) as const;
  const many = <T>(work: (token: string) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 50 }, (_, index) => work(`call ${index}`)));

  beforeEach(async () => {
    await open().db.delete(circuitBreakers);
    await open().db.delete(breakerTransitions);
  });

  describe('the breaker of an agent', () => {
    it('lets calls in and takes note of nothing while they succeed', async () => {
      const { entrance } = await store().apply(CODER, enter('a'));
      expect(entrance).toEqual({ kind: 'admitted', generation: 0, probe: false });
      await store().apply(CODER, { kind: 'succeeded', generation: 0, token: 'a' });
      expect((await store().all()).breakers.size).toBe(0);
      expect(await store().transitions(9)).toEqual([]);
    });

    it('counts each of fifty first failures at once, and opens one time', async () => {
      await many((token) => store().apply(CODER, failed(0, token)));
      const { at, breakers } = await store().all();
      const breaker = breakers.get(CODER);
      expect(breaker).toMatchObject({ state: 'OPEN', generation: 1, consecutive_failures: 5 });
      const { since, until } = breaker as { readonly since: number; readonly until: number };
      expect(until - since).toBe(60_000);
      expect(at).toBeGreaterThanOrEqual(since);
      expect(await store().transitions(9)).toEqual([
        {
          agent: CODER,
          from_state: 'CLOSED',
          to_state: 'OPEN',
          generation: 1,
          reason: '5 failures in a row, the last: it is down',
          decided_by: 'chimera',
          at: new Date(since).toISOString(),
        },
      ]);
      const { entrance } = await store().apply(CODER, enter('late'));
      expect(entrance).toMatchObject({ kind: 'refused' });
    });

    it('lets three of fifty callers in when its time is over, and three more when those have ended', async () => {
      await many((token) => store(0).apply(CODER, failed(0, token)));
      const tokensIn = async (round: string): Promise<readonly string[]> => {
        const steps = await many(async (token) => {
          const { entrance } = await store(0).apply(CODER, enter(round + token));
          return entrance?.kind === 'admitted' ? [round + token] : [];
        });
        return steps.flat();
      };
      const first = await tokensIn('first ');
      expect(first).toHaveLength(3);
      expect((await store(0).all()).breakers.get(CODER)).toMatchObject({ state: 'HALF_OPEN', generation: 2 });
      await Promise.all(first.map((token) => store(0).apply(CODER, { kind: 'released', generation: 2, token })));
      expect(await tokensIn('second ')).toHaveLength(3);
      expect(await store(0).transitions(9)).toHaveLength(2);
    });

    it('decides events that come at once together, one after the other, with a line in the log for each change', async () => {
      const one = store(0);
      await Promise.all([
        one.apply(CODER, { kind: 'trip', reason: 'first' }),
        one.apply(CODER, { kind: 'trip', reason: 'nothing new' }),
        one.apply(CODER, { kind: 'reset', reason: 'second' }),
        ...Array.from({ length: 5 }, (_, index) => one.apply(CODER, failed(2, `call ${index}`))),
      ]);
      const steps = await many((token) => one.apply(CODER, enter(token)));
      expect(steps.filter(({ entrance }) => entrance?.kind === 'admitted')).toHaveLength(3);
      const log = await one.transitions(9);
      expect(log.map(({ generation, to_state }) => `${generation} ${to_state}`)).toEqual([
        '4 HALF_OPEN',
        '3 OPEN',
        '2 CLOSED',
        '1 OPEN',
      ]);
    });

    it('has whoever made it told of each change, and of nothing else', async () => {
      const told: BreakerChange[] = [];
      const { apply } = createBreakerStore(open().db, DEFAULT_BREAKER_SETTINGS, (change) => told.push(change));
      await apply(CODER, enter('t'));
      await apply(CODER, { kind: 'trip', reason: 'it writes nonsense' });
      await store().apply(CODER, { kind: 'reset', reason: 'another process did' });
      await apply(CODER, { kind: 'trip', reason: 'again' });
      expect(told).toEqual([
        { agent: CODER, state: 'OPEN', generation: 1, reason: 'it writes nonsense' },
        { agent: CODER, state: 'OPEN', generation: 3, reason: 'again' },
      ]);
    });

    it('keeps the last thousand changes of its state', async () => {
      const old = {
        agent: CODER,
        from_state: 'CLOSED',
        to_state: 'OPEN',
        reason: 'old',
        decided_by: 'chimera',
      } as const;
      await open()
        .db.insert(breakerTransitions)
        .values([
          { ...old, generation: -999 },
          { ...old, generation: -998 },
          { ...old, agent: 'guardian-agent', generation: -999 },
        ]);
      await store().apply(CODER, { kind: 'trip', reason: 'new' });
      const kept = await store().transitions(9);
      expect(kept.map(({ agent, generation }) => [agent, generation])).toEqual([
        [CODER, 1],
        ['guardian-agent', -999],
        [CODER, -998],
      ]);
    });

    it('is its own: another agent’s stays closed', async () => {
      await many((token) => store().apply(CODER, failed(0, token)));
      const { breaker } = await store().apply('guardian-agent', enter('a'));
      expect(breaker).toEqual(NEW_BREAKER);
    });

    it('is tripped by remediation, which no operator stands for', async () => {
      await store().apply(CODER, { kind: 'trip', reason: 'calls fail', by: 'chimera' });
      await store().apply(CODER, { kind: 'reset', reason: 'it is back' });
      expect(await store().transitions(2, CODER)).toMatchObject([
        { to_state: 'CLOSED', decided_by: 'operator' },
        { to_state: 'OPEN', reason: 'calls fail', decided_by: 'chimera' },
      ]);
    });

    it('dates the first change of a breaker by the clock of the database, as all others', async () => {
      await store().apply('guardian-agent', { kind: 'trip', reason: 'first of all' });
      const [first] = await store().transitions(1);
      const { at } = await store().all();
      expect(at - Date.parse(first?.at ?? '')).toBeGreaterThanOrEqual(0);
      expect(at - Date.parse(first?.at ?? '')).toBeLessThan(60_000);
    });

    it('is tripped and reset by an operator, who stands in the log', async () => {
      await store().apply(CODER, { kind: 'trip', reason: 'a move \0 of the provider' });
      await store().apply('guardian-agent', { kind: 'trip', reason: 'as well' });
      expect((await store().all()).breakers.get(CODER)).toMatchObject({ state: 'OPEN', generation: 1 });
      await store().apply(CODER, { kind: 'reset', reason: 'it is back' });
      expect((await store().all()).breakers.get(CODER)).toMatchObject({ state: 'CLOSED', generation: 2 });
      expect(await store().transitions(9, CODER)).toMatchObject([
        { from_state: 'OPEN', to_state: 'CLOSED', reason: 'it is back', decided_by: 'operator' },
        { from_state: 'CLOSED', to_state: 'OPEN', reason: 'a move \uFFFD of the provider', decided_by: 'operator' },
      ]);
      expect(await store().transitions(1, CODER)).toHaveLength(1);
      expect(await store().transitions(9)).toHaveLength(3);
    });
  });
}
