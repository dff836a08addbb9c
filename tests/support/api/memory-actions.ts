import type { ActionDesk } from '../../../src/api/health/action-desk.ts';
import type { ActionRecord } from '../../../src/persistence/health/action-records.ts';

/** What was done by itself in a list, newest first, for unit tests; `away` lets every question fail. */
export interface MemoryActions extends ActionDesk {
  kept: ActionRecord[];
  away: boolean;
}

/** Nothing was done. */
export function memoryActions(): MemoryActions {
  const answer = <T>(value: () => T): Promise<T> =>
    desk.away ? Promise.reject(new Error('the database is away')) : Promise.resolve().then(value);
  const desk: MemoryActions = {
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
        const reverted = { ...record, ...ended };
        desk.kept = desk.kept.map((one) => (one === record ? reverted : one));
        return { kind: 'reverted', record: reverted };
      }),
  };
  return desk;
}

/** A raised size that is in force, with changes. */
export function raisedSize(change: Partial<ActionRecord> = {}): ActionRecord {
  return {
    id: 1,
    kind: 'raise_size',
    pool: 'default',
    agent: '',
    at: '2026-03-01T12:00:00.000Z',
    cause: 'pool default is used by 100 %, and 3 tasks wait',
    figures: { size: 5, max: 10, active: 5, queue_depth: 3, utilization_pct: 100 },
    effect: 'the size of pool default went from 5 to 8',
    reversal: 'the size goes back to 5 once at most 4 leases are in use and at most 20 tasks wait for 10 min',
    ended_at: null,
    end_reason: null,
    ended_by: null,
    ...change,
  };
}
