import { desc, eq, sql } from 'drizzle-orm';
import {
  type BreakerEvent,
  type BreakerSettings,
  type BreakerStateName,
  type BreakerStep,
  type CircuitBreaker,
  NEW_BREAKER,
  react,
} from '../domain/circuit-breaker.ts';
import type { Queries } from './database.ts';
import { breakerTransitions, circuitBreakers } from './schema.ts';
import { storable } from './storable.ts';

/** Has an event happen to an agent's breaker; rejects when the database is away. */
export type ApplyToBreaker = (agent: string, event: BreakerEvent) => Promise<BreakerStep>;

/** Breakers as they are at one moment of the database's clock, in ms since the epoch. */
export interface BreakersAt {
  readonly at: number;
  /** Those that ever changed, by agent. */
  readonly breakers: ReadonlyMap<string, CircuitBreaker>;
}

/** A change of a breaker's state; `at` in ISO 8601. */
export interface BreakerTransition {
  readonly agent: string;
  readonly from_state: BreakerStateName;
  readonly to_state: BreakerStateName;
  /** The generation that the change began. */
  readonly generation: number;
  readonly reason: string;
  readonly decided_by: 'chimera' | 'operator';
  readonly at: string;
}

/** The breakers that all processes share, changed one event after the other by the database's clock. */
export interface BreakerStore {
  readonly apply: ApplyToBreaker;
  all(): Promise<BreakersAt>;
  /** The last changes of state, newest first; of one agent when it is named. */
  transitions(limit: number, agent?: string): Promise<readonly BreakerTransition[]>;
}

/** Ms since the epoch, as the database sees the time at which it evaluates this. */
const NOW = sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`.mapWith(Number);

/** The breakers in a database. */
export function createBreakerStore(db: Queries, settings: BreakerSettings): BreakerStore {
  return {
    async apply(agent, event) {
      const { breaker, now } = await look(db, agent);
      const step = react(breaker, event, settings, now);
      // Most calls meet a closed breaker and leave it as it is: what changes nothing needs no lock.
      return step.breaker === breaker ? step : change(db, agent, storable(event), settings);
    },

    async all() {
      const rows = await db
        .select({ agent: circuitBreakers.agent, breaker: circuitBreakers.breaker, now: NOW })
        .from(circuitBreakers);
      const breakers = new Map(rows.map(({ agent, breaker }) => [agent, breaker]));
      return { at: rows[0]?.now ?? 0, breakers };
    },

    async transitions(limit, agent) {
      const rows = await db
        .select()
        .from(breakerTransitions)
        .where(agent === undefined ? undefined : eq(breakerTransitions.agent, storable(agent)))
        .orderBy(desc(breakerTransitions.id))
        .limit(limit);
      return rows.map(({ id: _, at, ...rest }) => ({ ...rest, at: at.toISOString() }));
    },
  };
}

/** The breaker as it was last committed; it takes no lock. */
async function look(db: Queries, agent: string): Promise<{ readonly breaker: CircuitBreaker; readonly now: number }> {
  const [row] = await db
    .select({ breaker: circuitBreakers.breaker, now: NOW })
    .from(circuitBreakers)
    .where(eq(circuitBreakers.agent, agent));
  // Nothing that may happen to a new breaker without changing it depends on the time.
  return row ?? { breaker: NEW_BREAKER, now: 0 };
}

/** Decides again under the row's lock, and by the time at which the lock was had. */
async function change(
  db: Queries,
  agent: string,
  event: BreakerEvent,
  settings: BreakerSettings,
): Promise<BreakerStep> {
  return db.transaction(async (tx) => {
    await tx
      .insert(circuitBreakers)
      .values({ agent, state: NEW_BREAKER.state, breaker: NEW_BREAKER })
      .onConflictDoNothing();
    const row = tx.select().from(circuitBreakers).where(eq(circuitBreakers.agent, agent)).for('update').as('locked');
    // The clock is read outside of the locked part, or it would be read before the wait for the lock.
    const [locked] = await tx.select({ breaker: row.breaker, now: NOW }).from(row);
    if (locked === undefined) throw new Error(`The breaker of ${agent} is gone.`);
    const { breaker: before, now } = locked;
    const step = react(before, event, settings, now);
    const { breaker } = step;
    if (breaker === before) return step;
    const at = new Date(now);
    await tx
      .update(circuitBreakers)
      .set({ state: breaker.state, breaker, updated_at: at })
      .where(eq(circuitBreakers.agent, agent));
    if (step.reason !== undefined) {
      await tx.insert(breakerTransitions).values({
        agent,
        from_state: before.state,
        to_state: breaker.state,
        generation: breaker.generation,
        reason: step.reason,
        decided_by: event.kind === 'trip' || event.kind === 'reset' ? 'operator' : 'chimera',
        at,
      });
    }
    return step;
  });
}
