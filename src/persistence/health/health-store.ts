import { asc, eq, gt, lt } from 'drizzle-orm';
import type { Baseline } from '../../domain/health/baseline.ts';
import type { HealthSample } from '../../domain/health/sample.ts';
import type { Queries } from '../database.ts';
import { healthSamples, healthState } from '../schema.ts';
import { storable } from '../storable.ts';

/** How long tasks usually take, by pool. */
export type Baselines = Readonly<Record<string, Baseline>>;

/** The health that all API processes share. Everything rejects when the database is away. */
export interface HealthStore {
  /** The samples taken after a moment, oldest first, and what is known by now. */
  read(after: number): Promise<{ readonly samples: readonly HealthSample[]; readonly baselines: Baselines }>;
  /** Keeps a sample; one that was taken at the same moment stays, and those of before a moment go. */
  keep(sample: HealthSample, before: number): Promise<void>;
  /** Learns from what is known, one process after the other. */
  learn(learned: (before: Baselines) => Baselines): Promise<void>;
}

const ID = 'state';

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
      return { samples: rows.map(({ sample }) => sample), baselines: states[0]?.baselines ?? {} };
    },

    async keep(sample, before) {
      await db
        .insert(healthSamples)
        .values({ at: new Date(sample.at), sample: storable(sample) })
        .onConflictDoNothing();
      await db.delete(healthSamples).where(lt(healthSamples.at, new Date(before)));
    },

    learn: (learned) =>
      db.transaction(async (tx) => {
        await tx.insert(healthState).values({ id: ID, baselines: {} }).onConflictDoNothing();
        // The row's lock lets processes follow one another.
        const [before] = await tx.select().from(healthState).where(eq(healthState.id, ID)).for('update');
        const baselines = storable(learned(before?.baselines ?? {}));
        await tx.update(healthState).set({ baselines }).where(eq(healthState.id, ID));
      }),
  };
}
