import type { Ansis } from 'ansis';
import type { Workers } from '../api/heartbeat-view.ts';
import { ageWords, doingWords, failureLines, stateWord } from './heartbeat-words.ts';
import { type Column, table } from './table.ts';

const columns: readonly Column<Workers['workers'][number]>[] = [
  { title: 'WORKER', text: ({ name }) => name },
  { title: 'STATE', text: ({ heartbeat }) => stateWord(heartbeat) },
  { title: 'HEARD', align: 'right', text: ({ heartbeat }) => ageWords(heartbeat) },
  { title: 'UPTIME', align: 'right', text: ({ heartbeat: { uptime } }) => share(uptime) },
  { title: 'PROCESS', text: ({ id }) => id },
  { title: 'DOES', text: ({ heartbeat }) => doingWords(heartbeat) },
];

/** The workers, and below them why one is not well. */
export function workerTable({ workers, note }: Workers, colours: Ansis, width: number): readonly string[] {
  const warning = note === null ? [] : [colours.yellow(note)];
  if (workers.length === 0) return note === null ? ['No worker is known.'] : warning;
  return [...table(columns, workers, colours, width, 'wrap'), ...failureLines(workers, colours), ...warning];
}

/** A share in percent, never rounded up to all. */
function share(uptime: number | null): string {
  return uptime === null ? '–' : `${(Math.floor(uptime * 1_000) / 10).toFixed(1)} %`;
}
