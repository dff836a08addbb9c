import { kindOf, type PhaseOfTask, type WorkRecord } from './record.ts';

/** Writes records about different things. */
export type WriteRecords = (records: readonly WorkRecord[]) => Promise<void>;

/** Phases whose shares wait for a profile to be told in; beyond that the oldest are forgotten. */
const MOST_PHASES = 10_000;

/**
 * A writer that measures what the database takes for the records of each phase, and tells it in the phase's next profile.
 * Of n records that were written together in t ms each has taken t / n; a profile's own row is not measured. `clock`
 * is in ms and never set back.
 */
export function measuredWriter(write: WriteRecords, clock: () => number): WriteRecords {
  const shares = new Map<string, number>();

  async function measured(records: readonly WorkRecord[]): Promise<void> {
    const begun = clock();
    await write(records);
    const each = (clock() - begun) / records.length;
    for (const phase of records.map((record) => kindOf(record).phase?.(record))) {
      if (phase === undefined) continue;
      const key = keyOf(phase);
      shares.set(key, (shares.get(key) ?? 0) + each);
      const [oldest] = shares.keys();
      if (shares.size > MOST_PHASES && oldest !== undefined) shares.delete(oldest);
    }
  }

  return async (records) => {
    const profiles = records.filter((record) => record.of === 'profile');
    if (profiles.length < records.length) await measured(records.filter((record) => record.of !== 'profile'));
    if (profiles.length === 0) return;
    const told = profiles.map(({ of, profile }) => ({
      of,
      profile: { ...profile, background_ms: shares.get(keyOf(profile)) ?? null },
    }));
    await write(told);
    for (const { profile } of told) shares.delete(keyOf(profile));
  };
}

function keyOf({ task_id, phase, round }: PhaseOfTask): string {
  return `${task_id}/${phase}/${round}`;
}
