import type { RemedyDesk } from '../../../src/api/health/remedy-desk.ts';
import type { RemedyRecord } from '../../../src/persistence/health/remedy-records.ts';

/** Remedies in a list, newest first, for unit tests; `away` lets every question fail. */
export interface MemoryRemedies extends RemedyDesk {
  kept: RemedyRecord[];
  away: boolean;
}

/** No remedies. */
export function memoryRemedies(): MemoryRemedies {
  const answer = <T>(value: () => T): Promise<T> =>
    desk.away ? Promise.reject(new Error('the database is away')) : Promise.resolve().then(value);
  const desk: MemoryRemedies = {
    kept: [],
    away: false,
    list: (limit, endedAfter = -Infinity) =>
      answer(() =>
        desk.kept.filter(({ ended_at }) => ended_at === null || Date.parse(ended_at) > endedAfter).slice(0, limit),
      ),
    revert: (id) =>
      answer(() => {
        const record = desk.kept.find((one) => one.id === id);
        if (record === undefined) return { kind: 'unknown' };
        if (record.ended_at !== null) return { kind: record.ended_by === 'operator' ? 'reverted' : 'over', record };
        const ended = { ended_at: record.at, ended_by: 'operator', end_reason: 'an operator took it back' } as const;
        const reverted = { ...record, pending: null, ...ended };
        desk.kept = desk.kept.map((one) => (one === record ? reverted : one));
        return { kind: 'reverted', record: reverted };
      }),
  };
  return desk;
}

/** A raised size that is in force, with changes. */
export function raisedSize(change: Partial<RemedyRecord> = {}): RemedyRecord {
  const at = '2026-03-01T12:00:00.000Z';
  return {
    id: 1,
    name: 'raise_size:default',
    remedy: {
      kind: 'raise_size',
      from_size: 5,
      to_size: 8,
      pool: 'default',
      at: Date.parse(at),
      cause: 'pool default is used by 100 %, and 3 tasks wait',
      figures: { size: 5, max: 10, active: 5, queue_depth: 3, utilization_pct: 100 },
      reversal: 'the size goes back to 5 once at most 4 leases are in use and at most 20 tasks wait for 10 min',
    },
    at,
    pending: null,
    effect: 'the size of pool default went from 5 to 8',
    ended_at: null,
    end_reason: null,
    ended_by: null,
    ...change,
  };
}
