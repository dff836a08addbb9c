import { isPhase } from '../../domain/phase.ts';
import type { WorkRecord } from './record.ts';

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
    for (const key of records.map(phaseOf)) {
      if (key === undefined) continue;
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

interface PhaseOfTask {
  readonly task_id: string;
  readonly phase: string;
  readonly round: number;
}

function keyOf({ task_id, phase, round }: PhaseOfTask): string {
  return `${task_id}/${phase}/${round}`;
}

/** Which phase a record is for; undefined when it is for none. */
function phaseOf(record: WorkRecord): string | undefined {
  switch (record.of) {
    case 'task':
      return isPhase(record.state.phase) ? keyOf({ ...record.state }) : undefined;
    case 'phase_run':
      return keyOf(record.run);
    case 'agent_call':
      return keyOf(record.call);
    default:
      return undefined;
  }
}
