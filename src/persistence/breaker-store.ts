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
import { DATABASE_NOW } from './database-clock.ts';
import { decidedAnew, type DecidedState, type DecidedChange } from './decided-anew.ts';
import { decidedTogether } from './decided-together.ts';
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

/**
 * The breakers that all processes share, by the database's clock. A change is decided on what was read, and made if that is
 * still so; else it is decided again.
 */
export interface BreakerStore {
  readonly apply: ApplyToBreaker;
  all(): Promise<BreakersAt>;
  /** The last changes of state, newest first; of one agent when it is named. */
  transitions(limit: number, agent?: string): Promise<readonly BreakerTransition[]>;
}

/** A change of a breaker's state that this process has made. */
export interface BreakerChange {
  readonly agent: string;
  readonly state: BreakerStateName;
  readonly generation: number;
  readonly reason: string;
}

/** How long events may hold up the next ones of the same agent in this process, in ms. */
const TURN_MS = 1_000;

/** Changes of state that the log keeps of each agent. */
const KEPT_TRANSITIONS = 1_000;

/** The breakers in a database; `changed` is told of each change that is made here. */
export function createBreakerStore(
  db: Queries,
  settings: BreakerSettings,
  changed: (change: BreakerChange) => void = () => undefined,
): BreakerStore {
  const kept = breakersIn(db, settings);
  const decide = async (agent: string, events: readonly BreakerEvent[]): Promise<readonly BreakerStep[]> => {
    const steps = await decidedAnew(kept, agent, events);
    for (const { reason, breaker } of steps) {
      const { state, generation } = breaker;
      if (reason !== undefined) changed({ agent, state, generation, reason });
    }
    return steps;
  };
  return {
    // Of events that come at once, all but one would be decided in vain; and fifty calls cost no more than one.
    apply: decidedTogether(decide, TURN_MS),

    async all() {
      const rows = await db
        .select({ agent: circuitBreakers.agent, breaker: circuitBreakers.breaker, now: DATABASE_NOW })
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

/** The breakers in a database, as they are decided about. */
function breakersIn(db: Queries, settings: BreakerSettings): DecidedState<CircuitBreaker, BreakerEvent, BreakerStep> {
  return {
    name: 'breaker',
    read: (agent) => look(db, agent),
    react: (breaker, event, now) => react(breaker, event, settings, now),
    after: ({ breaker }) => breaker,
    replace: (agent, outcome) => change(db, agent, outcome),
  };
}

type Transition = Omit<BreakerTransition, 'agent' | 'at'>;

function transitionOf(
  from_state: BreakerStateName,
  { state: to_state, generation }: CircuitBreaker,
  event: BreakerEvent,
  reason: string,
): Transition {
  const isCommand = event.kind === 'trip' || event.kind === 'reset';
  const decided_by = isCommand && event.by !== 'chimera' ? 'operator' : 'chimera';
  return { from_state, to_state, generation, reason, decided_by };
}

/** The breaker as it was last committed, and the time, which a breaker that never changed has as well. */
async function look(db: Queries, agent: string): Promise<{ readonly state: CircuitBreaker; readonly now: number }> {
  const kept = db
    .select({ breaker: circuitBreakers.breaker })
    .from(circuitBreakers)
    .where(eq(circuitBreakers.agent, agent));
  const [row] = await db
    .select({ breaker: sql<CircuitBreaker | null>`(${kept})`.mapWith(circuitBreakers.breaker), now: DATABASE_NOW })
    .from(sql`(select 1) as moment`);
  return { state: row?.breaker ?? NEW_BREAKER, now: row?.now ?? 0 };
}

/**
 * Changes a breaker that is still as it was, and says whether it did: in one statement, so that a process that is stopped
 * in the middle holds no lock, and the log has a line for every change of state.
 */
async function change(
  db: Queries,
  agent: string,
  { before, state: breaker, now, decided }: DecidedChange<CircuitBreaker, BreakerEvent, BreakerStep>,
): Promise<boolean> {
  const changes = decided.flatMap(({ before: { state: from }, event, step: { breaker: to, reason } }) =>
    reason === undefined ? [] : [transitionOf(from, to, event, reason)],
  );
  const at = new Date(now);
  const row = { state: breaker.state, breaker, updated_at: at };
  const changed = db.$with('changed').as(
    db
      .insert(circuitBreakers)
      .values({ agent, ...row })
      .onConflictDoUpdate({
        target: circuitBreakers.agent,
        set: row,
        setWhere: sql`${circuitBreakers.breaker} = ${JSON.stringify(before)}::jsonb`,
      })
      .returning({ agent: circuitBreakers.agent }),
  );
  if (changes.length === 0) return (await db.with(changed).select().from(changed)).length > 0;
  const logged = db.$with('logged', {}).as(
    sql`insert into ${breakerTransitions} (agent, from_state, to_state, generation, reason, decided_by, at)
        select changed.agent, line.*, ${at.toISOString()}::timestamptz
        from ${changed}, jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
          as line (from_state text, to_state text, generation integer, reason text, decided_by text)
        order by line.generation`,
  );
  const trimmed = db.$with('trimmed', {}).as(
    sql`delete from ${breakerTransitions} where agent in (select agent from ${changed})
        and generation <= ${breaker.generation - KEPT_TRANSITIONS}::integer`,
  );
  return (await db.with(changed, logged, trimmed).select().from(changed)).length > 0;
}
