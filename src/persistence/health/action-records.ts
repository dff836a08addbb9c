import { and, desc, eq, gt, isNull, lt, ne, notInArray, or, sql } from 'drizzle-orm';
import type { KeptTrip, Trip } from '../../domain/health/trip.ts';
import type { EndedAction, PoolAction, PoolActionKind } from '../../domain/pool/action.ts';
import type { PoolState } from '../../domain/pool/state.ts';
import type { Queries } from '../database.ts';
import { excluded } from '../excluded.ts';
import { ownActions } from '../schema.ts';
import { storable } from '../storable.ts';

/** Something that was done by itself, with cause and effect. Moments in ISO 8601; null: not yet. */
export interface ActionRecord {
  readonly id: number;
  readonly kind: PoolActionKind | 'trip_breaker';
  readonly pool: string;
  /** The agent whose breaker was tripped; empty for what a pool did. */
  readonly agent: string;
  readonly at: string;
  readonly cause: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly reversal: string;
  /** What came of it, in a sentence. */
  readonly effect: string | null;
  readonly ended_at: string | null;
  readonly end_reason: string | null;
  readonly ended_by: 'chimera' | 'operator' | null;
}

/** How something ended; `at` in ms since the epoch. */
export interface ActionEnd {
  readonly at: number;
  readonly by: 'chimera' | 'operator';
  readonly reason: string;
}

/** A trip with its record's id. */
export type TripRecord = KeptTrip & { readonly id: number };

/** What was done by itself, as it was written down. Everything rejects when the database is away. */
export interface ActionRecords {
  /** The last ones, newest first; those that are over only if they ended after a moment, in ms since the epoch. */
  list(limit: number, endedAfter?: number): Promise<readonly ActionRecord[]>;
  get(id: number): Promise<ActionRecord | undefined>;
  /** Writes down what a pool says that it did; what is over stays over. `now` in ms since the epoch. */
  mirror(pool: Pick<PoolState, 'name' | 'actions'>, now: number): Promise<void>;
  /** The trips in force, and those that ended after a moment, in ms since the epoch; oldest first. */
  trips(endedAfter: number): Promise<readonly TripRecord[]>;
  /** Writes a trip down that is to be carried out, unless one of its agent is in force. */
  keepTrip(trip: Trip): Promise<void>;
  /** Notes what came of carrying a trip out. */
  carriedOut(id: number, effect: string): Promise<void>;
  /** Ends what is in force. */
  end(id: number, end: ActionEnd): Promise<void>;
}

type Row = typeof ownActions.$inferSelect;

/** A pool that began anew knows nothing of what it did before; one that was just read may not know of the last minute. */
const SETTLED_MS = 60_000;

/** What was done by itself, in a database. */
export function createActionRecords(db: Queries): ActionRecords {
  const { id, kind, pool, agent, at, ended_at } = ownActions;
  const isTrip = eq(kind, 'trip_breaker');

  return {
    async list(limit, endedAfter) {
      const recent = endedAfter === undefined ? undefined : gt(ended_at, new Date(endedAfter));
      const rows = await db
        .select()
        .from(ownActions)
        .where(recent === undefined ? undefined : or(isNull(ended_at), recent))
        .orderBy(desc(at), desc(id))
        .limit(limit);
      return rows.map(recordOf);
    },

    async get(wanted) {
      const [row] = await db.select().from(ownActions).where(eq(id, wanted));
      return row === undefined ? undefined : recordOf(row);
    },

    async mirror({ name, actions }, now) {
      const rows = [...actions.ended, ...actions.in_force].map((action) => rowOf(name, action));
      if (rows.length > 0) {
        await db
          .insert(ownActions)
          .values(rows.map(storable))
          .onConflictDoUpdate({
            target: [kind, pool, agent, at],
            set: excluded('ended_at', 'end_reason', 'ended_by'),
            setWhere: sql`${ended_at} is null and excluded.ended_at is not null`,
          });
      }
      const times = rows.map((row) => row.at);
      const forgotten = times.length === 0 ? undefined : notInArray(at, times);
      await db
        .update(ownActions)
        .set({ ended_at: new Date(now), ended_by: 'chimera', end_reason: 'its pool began anew' })
        .where(
          and(
            eq(pool, name),
            ne(kind, 'trip_breaker'),
            isNull(ended_at),
            lt(at, new Date(now - SETTLED_MS)),
            forgotten,
          ),
        );
    },

    async trips(endedAfter) {
      const rows = await db
        .select()
        .from(ownActions)
        .where(and(isTrip, or(isNull(ended_at), gt(ended_at, new Date(endedAfter)))))
        .orderBy(id);
      return rows.map((row) => ({ ...row, at: row.at.getTime(), ended_at: row.ended_at?.getTime() ?? null }));
    },

    async keepTrip(trip) {
      const row = { ...trip, kind: 'trip_breaker' as const };
      await db
        .insert(ownActions)
        .values({ ...storable(row), at: new Date(trip.at) })
        .onConflictDoNothing();
    },

    async carriedOut(wanted, effect) {
      await db.update(ownActions).set({ effect }).where(eq(id, wanted));
    },

    async end(wanted, end) {
      const over = { ended_at: new Date(end.at), ended_by: end.by, end_reason: end.reason };
      await db
        .update(ownActions)
        .set(over)
        .where(and(eq(id, wanted), isNull(ended_at)));
    },
  };
}

function rowOf(pool: string, action: PoolAction | EndedAction) {
  const { kind, at, cause, figures, reversal, effect } = action;
  const over = 'ended_at' in action ? action : undefined;
  return {
    ...{ kind, pool, agent: '', at: new Date(at), cause, figures, reversal, effect },
    ended_at: over === undefined ? null : new Date(over.ended_at),
    end_reason: over?.end_reason ?? null,
    ended_by: over?.ended_by ?? null,
  };
}

function recordOf({ at, ended_at, ...row }: Row): ActionRecord {
  return { ...row, at: at.toISOString(), ended_at: ended_at?.toISOString() ?? null };
}
