import { and, desc, eq, gt, isNotNull, isNull, notInArray, or, sql } from 'drizzle-orm';
import { type CarriedOut, type Remedy, remedyName } from '../../domain/health/remedy.ts';
import type { Queries } from '../database.ts';
import { healthRemediations } from '../schema.ts';
import type { HealthDecision } from './health-decision.ts';

/** A remedy with cause and effect. Moments in ISO 8601; null: not yet. */
export interface RemedyRecord {
  readonly id: number;
  /** What tells remedies in force from one another. */
  readonly name: string;
  readonly remedy: Remedy;
  readonly at: string;
  /** What is still to be carried out. */
  readonly pending: CarriedOut | null;
  /** What came of it, in a sentence. */
  readonly effect: string | null;
  readonly ended_at: string | null;
  readonly end_reason: string | null;
  readonly ended_by: 'chimera' | 'operator' | null;
}

/** The remedies as they were written down. */
export interface RemedyRecords {
  /** The last ones, newest first; those that are over only if they ended after a moment, in ms since the epoch. */
  list(limit: number, endedAfter?: number): Promise<readonly RemedyRecord[]>;
  get(id: number): Promise<RemedyRecord | undefined>;
  /** Those of which something is to be carried out, oldest first. */
  pending(): Promise<readonly RemedyRecord[]>;
}

type Row = typeof healthRemediations.$inferSelect;

/** The remedies in a database. */
export function createRemedyRecords(db: Queries): RemedyRecords {
  return {
    async list(limit, endedAfter) {
      const recent = endedAfter === undefined ? undefined : gt(healthRemediations.ended_at, new Date(endedAfter));
      const rows = await db
        .select()
        .from(healthRemediations)
        .where(recent === undefined ? undefined : or(isNull(healthRemediations.ended_at), recent))
        .orderBy(desc(healthRemediations.id))
        .limit(limit);
      return rows.map(recordOf);
    },

    async get(id) {
      const [row] = await db.select().from(healthRemediations).where(eq(healthRemediations.id, id));
      return row === undefined ? undefined : recordOf(row);
    },

    async pending() {
      const rows = await db
        .select()
        .from(healthRemediations)
        .where(and(isNull(healthRemediations.ended_at), isNotNull(healthRemediations.pending)))
        .orderBy(healthRemediations.id);
      return rows.map(recordOf);
    },
  };
}

/** Writes down what a decision did to remedies: effects, new ones, and the end of those that are in force no more. */
export async function writeDown(
  tx: Pick<Queries, 'insert' | 'update'>,
  { state, actions, effects = [], endedBy = 'chimera' }: HealthDecision,
  at: Date,
): Promise<void> {
  const { end_reason, ended_at, id, name, pending } = healthRemediations;
  const openOf = (remedy: Remedy) => and(eq(name, remedyName(remedy.pool, remedy)), isNull(ended_at));
  for (const { of, does, effect } of effects) {
    const told = does === 'apply' ? { effect } : { end_reason: sql`concat_ws('; ', ${end_reason}, ${effect}::text)` };
    await tx
      .update(healthRemediations)
      .set({ ...told, pending: null })
      .where(and(eq(id, of), eq(pending, does)));
  }
  for (const { does, remedy, reason } of actions) {
    const end = { ended_at: at, ended_by: endedBy, end_reason: reason, pending: null };
    if (does === 'let_go') await tx.update(healthRemediations).set(end).where(openOf(remedy));
    if (does === 'take_back') {
      const taken = { pending: does, end_reason: reason, ended_by: endedBy };
      await tx.update(healthRemediations).set(taken).where(openOf(remedy));
    }
    if (does === 'apply') {
      await tx
        .update(healthRemediations)
        .set({ ...end, end_reason: 'it was applied again, and goes back to where this one began' })
        .where(openOf(remedy));
      const named = { name: remedyName(remedy.pool, remedy), kind: remedy.kind, pool: remedy.pool };
      const row = { ...named, remedy, at, cause: reason, pending: does };
      await tx.insert(healthRemediations).values(row);
    }
  }
  const inForce = state.remediation.in_force.map((remedy) => remedyName(remedy.pool, remedy));
  await tx
    .update(healthRemediations)
    .set({
      ended_at: at,
      pending: null,
      ended_by: sql`coalesce(${healthRemediations.ended_by}, ${endedBy})`,
      end_reason: sql`coalesce(${end_reason}, ${healthRemediations.effect})`,
    })
    .where(and(isNull(ended_at), inForce.length === 0 ? undefined : notInArray(name, inForce)));
}

function recordOf({ at, ended_at, kind: _kind, pool: _pool, cause: _cause, ...row }: Row): RemedyRecord {
  return { ...row, at: at.toISOString(), ended_at: ended_at?.toISOString() ?? null };
}
