import type { Ansis } from 'ansis';
import { age } from '../../../domain/duration.ts';
import { INTAKE_LABELS, INTAKE_TONES, MODE_TONES } from '../../../domain/statuses.ts';
import { type Colour, TONE_COLOURS } from '../tone.ts';
import type { PoolView } from '../../../contract/pool/pool.ts';
import { type Column, table } from '../table.ts';
import { moreLine } from '../list-drawing.ts';
import { cut } from '../../../text/cut.ts';
import { bar } from '../../../domain/report/bar.ts';
import { leaseColumns, pressureColumns, queueColumns } from './pool-tables.ts';
import { staleNote } from './stale-note.ts';
import { modeNote, occupancyWords, settingsWords } from './words.ts';

/** How a pool is drawn: colours, characters a line, the time in ms since the epoch, and rows a table at most. */
export interface PoolDrawing {
  readonly colours: Ansis;
  readonly width: number;
  readonly now: number;
  readonly most: number;
}

/** A pool on one screen: how full it is, its mode and settings, who works, who waits, and which workers are pressed. */
export function poolPanel(pool: PoolView, drawing: PoolDrawing): readonly string[] {
  const { colours, width, now } = drawing;
  // By the clock of who looked, so that a reader's own clock bends no figure.
  const seen = Date.parse(pool.as_of);
  const room = width - 2;
  return [
    line(
      colours,
      room,
      pool.name,
      `: ${pool.intake}, ${INTAKE_LABELS[pool.intake]}`,
      TONE_COLOURS[INTAKE_TONES[pool.intake]],
    ),
    `  ${colours.cyan(bar(pool.active / Math.max(1, pool.pool_size)))}  ${occupancyWords(pool)}`,
    line(colours, room, pool.mode, modeWords(pool, seen), TONE_COLOURS[MODE_TONES[pool.mode]]),
    `  ${colours.gray(cut(settingsWords(pool.settings), room))}`,
    ...deadLetterNote(pool, colours),
    ...staleNote(pool, colours, now),
    ...part('LEASES', leaseColumns, pool.leases, drawing),
    ...part('QUEUE', queueColumns(seen), pool.queue, drawing, pool.queue[0]?.reason),
    ...part('WORKERS UNDER PRESSURE', pressureColumns(seen), pool.pressure, drawing),
  ];
}

function line(colours: Ansis, room: number, word: string, rest: string, colour: Colour): string {
  const text = cut(word + rest, room);
  return `  ${colours[colour](colours.bold(text.slice(0, word.length)))}${text.slice(word.length)}`;
}

function deadLetterNote({ dead_letters: count }: PoolView, colours: Ansis): readonly string[] {
  if (count === 0) return [];
  const tasks = count === 1 ? 'task waits' : 'tasks wait';
  return [`  ${colours.red(`${count} ${tasks} in the dead letter queue: chimera dlq list`)}`];
}

function modeWords(pool: PoolView, seen: number): string {
  return ` for ${age(seen - Date.parse(pool.mode_since))}: ${modeNote(pool)}`;
}

function part<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { colours, width, most }: PoolDrawing,
  note = '',
): readonly string[] {
  if (rows.length === 0) return [];
  const hidden = rows.length - most;
  const about = note === '' ? '' : cut(`the first: ${note}`, width - title.length - 4);
  return [
    '',
    `  ${colours.bold(title)}${about === '' ? '' : `  ${colours.gray(about)}`}`,
    ...table(columns, rows.slice(0, most), { colours, width }),
    ...moreLine(hidden, { colours }),
  ];
}
