import { type DeadLetter, laterOf } from '../../../src/domain/dead-letter.ts';
import { errorGroupOf } from '../../../src/domain/error-group.ts';
import { decodeCursor, encodeCursor } from '../../../src/domain/cursor.ts';
import type { DeadLetterFilter } from '../../../src/persistence/dead-letter-filter.ts';
import type { DeadLetterStore, DeadLetterSummary } from '../../../src/persistence/dead-letter-store.ts';

/** The mirror of the dead letter queue in a map, for unit tests; a cursor is the place of the next entry. */
export function memoryDeadLetters(): DeadLetterStore & { readonly rows: Map<string, DeadLetter> } {
  const rows = new Map<string, DeadLetter>();
  const save = (entry: DeadLetter) => rows.set(entry.id, laterOf(rows.get(entry.id) ?? entry, entry));
  const fitting = (filter: DeadLetterFilter) => [...rows.values()].filter((row) => fits(row, filter));
  return {
    rows,
    save(entry) {
      save(entry);
      return Promise.resolve(true);
    },
    saveAll(entries) {
      entries.forEach(save);
      return Promise.resolve();
    },
    get: (id) => Promise.resolve(rows.get(id)),
    list({ cursor = encodeCursor({ at: new Date(0), id: 'first' }), limit, ...filter }) {
      const begin = decodeCursor(cursor).at.getTime();
      const all = fitting(filter).toReversed();
      const end = begin + limit;
      const entries = all.slice(begin, end).map(summaryOf);
      return Promise.resolve({
        entries,
        ...(end < all.length ? { next_cursor: encodeCursor({ at: new Date(end), id: 'next' }) } : {}),
      });
    },
    groups(filter) {
      const groups = Map.groupBy(fitting(filter), ({ error }) => errorGroupOf(error).id);
      return Promise.resolve(
        [...groups].map(([group, entries]) => {
          const [oldest = entries[0], newest = oldest] = [entries[0], entries.at(-1)];
          if (oldest === undefined || newest === undefined) throw new Error('A group has an entry.');
          const { type: error_type } = newest.error;
          const { pattern } = errorGroupOf(newest.error);
          const phases = [...new Set(entries.map(({ phase }) => phase))];
          const times = { newest: newest.failed_at, oldest: oldest.failed_at };
          return { group, error_type, pattern, count: entries.length, phases, ...times, example: newest.id };
        }),
      );
    },
    find(filter, limit) {
      const ids = fitting(filter).map(({ id }) => id);
      return Promise.resolve({ count: ids.length, ids: ids.slice(0, limit) });
    },
  };
}

function fits(row: DeadLetter, filter: DeadLetterFilter): boolean {
  const { status, phase, project, group, since, investigated, ids } = filter;
  return (
    (status ?? row.status) === row.status &&
    (phase ?? row.phase) === row.phase &&
    (project ?? row.workflow_state.state.request.project) === row.workflow_state.state.request.project &&
    (group ?? errorGroupOf(row.error).id) === errorGroupOf(row.error).id &&
    (since ?? row.failed_at) <= row.failed_at &&
    (investigated ?? row.investigated) === row.investigated &&
    (ids ?? [row.id]).includes(row.id)
  );
}

function summaryOf({ workflow_state, ...rest }: DeadLetter): DeadLetterSummary {
  const { project, priority, feature } = workflow_state.state.request;
  const { id: error_group, pattern: error_pattern } = errorGroupOf(rest.error);
  return { ...rest, project, priority, feature, error_group, error_pattern };
}
