import type { Ansis } from 'ansis';
import type { TaskStatus } from '../../domain/task.ts';

const colourNames: Readonly<Record<TaskStatus, 'gray' | 'cyan' | 'green' | 'red' | 'yellow'>> = {
  queued: 'gray',
  running: 'cyan',
  completed: 'green',
  failed: 'red',
  dead_lettered: 'red',
  discarded: 'red',
  cancelled: 'yellow',
};

/** A task's status in its colour, padded to `width` characters. */
export function statusWord(status: TaskStatus, colours: Ansis, width = 0): string {
  return colours[colourNames[status]](status.padEnd(width));
}
