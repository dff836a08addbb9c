import { asc, eq, gt, lt } from 'drizzle-orm';
import { NO_REMEDIES } from '../../domain/health/remedy.ts';
import type { HealthSample } from '../../domain/health/sample.ts';
import type { Queries } from '../database.ts';
import { healthSamples, healthState } from '../schema.ts';
import { storable } from '../storable.ts';
import type { HealthDecision, HealthState } from './health-decision.ts';
import { writeDown } from './remedy-records.ts';

/** Who decides, and when: in ms since the epoch. */
export interface DecisionContext {
  readonly by: string;
  readonly now: number;
}

/** The health that all API processes share. Everything rejects when the database is away. */
export interface HealthStore {
  /** The samples taken after a moment, oldest first, and what is known and done by now. */
  read(after: number): Promise<HealthState & { readonly samples: readonly HealthSample[] }>;
  /** Keeps a sample; one that was taken at the same moment stays, and those of before a moment go. */
  keep(sample: HealthSample, before: number): Promise<void>;
  /**
   * Changes the state by a decision, and writes its actions down to be carried out: both or neither, and one decision after
   * the other, whichever processes they come from.
   */
  decide(decision: (before: HealthState) => HealthDecision, context: DecisionContext): Promise<HealthDecision>;
}

const ID = 'state';

const NOTHING: HealthState = { baselines: {}, remediation: NO_REMEDIES };

/** The health in a database. */
export function createHealthStore(db: Queries): HealthStore {
  return {
    async read(after) {
      const [rows, states] = await Promise.all([
        db
          .select({ sample: healthSamples.sample })
          .from(healthSamples)
          .where(gt(healthSamples.at, new Date(after)))
          .orderBy(asc(healthSamples.at)),
        db.select().from(healthState).where(eq(healthState.id, ID)),
      ]);
      const { baselines, remediation } = states[0] ?? NOTHING;
      return { samples: rows.map(({ sample }) => sample), baselines, remediation };
    },

    async keep(sample, before) {
      await db
        .insert(healthSamples)
        .values({ at: new Date(sample.at), sample: storable(sample) })
        .onConflictDoNothing();
      await db.delete(healthSamples).where(lt(healthSamples.at, new Date(before)));
    },

    decide: (decision, { by, now }) =>
      db.transaction(async (tx) => {
        const at = new Date(now);
        const first = { id: ID, ...NOTHING, evaluator: by, evaluated_at: at };
        await tx.insert(healthState).values(first).onConflictDoNothing();
        // The row's lock lets decisions follow one another.
        const [before = first] = await tx.select().from(healthState).where(eq(healthState.id, ID)).for('update');
        const { baselines, remediation } = before;
        const decided = storable(decision({ baselines, remediation }));
        await tx
          .update(healthState)
          .set({ ...decided.state, evaluator: by, evaluated_at: at })
          .where(eq(healthState.id, ID));
        await writeDown(tx, decided, at);
        return decided;
      }),
  };
}
