import type { Ansis } from 'ansis';
import { age } from '../../../domain/duration.ts';
import type { DeadLetterGroups, DeadLetterPageView } from '../../../contract/dead-letter/dead-letter.ts';
import { type Column, table } from '../table.ts';

type Entry = DeadLetterPageView['entries'][number];
type Group = DeadLetterGroups['groups'][number];

/** A page of the dead letter queue, one line an entry; `now` in ms since the epoch. */
export function deadLetterTable(
  { entries }: DeadLetterPageView,
  colours: Ansis,
  width: number,
  now: number,
): readonly string[] {
  if (entries.length === 0) return ['No dead letters.'];
  const isMixed = entries.some(({ status }) => status !== 'parked');
  const status: Column<Entry> = { title: 'STATUS', text: (entry) => entry.status };
  const columns: readonly Column<Entry>[] = [
    { title: 'ID', text: ({ id }) => id },
    ...(isMixed ? [status] : []),
    { title: 'PHASE', text: ({ phase }) => phase },
    { title: 'AGE', align: 'right', text: ({ failed_at }) => age(now - Date.parse(failed_at)) },
    { title: 'ERROR', text: ({ error, investigated }) => `${investigated ? '✎ ' : ''}${error.message}` },
  ];
  return table(columns, entries, { colours, width });
}

/** The groups of the queue, one line a group; `now` in ms since the epoch. */
export function groupTable(
  { groups }: DeadLetterGroups,
  colours: Ansis,
  width: number,
  now: number,
): readonly string[] {
  if (groups.length === 0) return ['No dead letters.'];
  const columns: readonly Column<Group>[] = [
    { title: 'COUNT', align: 'right', text: ({ count }) => String(count) },
    { title: 'GROUP', text: ({ group }) => group },
    { title: 'NEWEST', align: 'right', text: ({ newest }) => age(now - Date.parse(newest)) },
    { title: 'ERROR', text: ({ error_type, pattern, phases }) => `${error_type}: ${pattern} (${phases.join(', ')})` },
  ];
  return table(columns, groups, { colours, width, last: { lines: 3 } });
}
