import type { Ansis } from 'ansis';
import { TASK_TONES, type Tone } from '../../domain/statuses.ts';
import type { TaskStatus } from '../../domain/task.ts';

/** The colours of the terminal that a text may have. */
export type Colour = 'green' | 'red' | 'cyan' | 'yellow' | 'gray';

/** The colour of each tone. */
export const TONE_COLOURS: Readonly<Record<Tone, Colour>> = {
  idle: 'gray',
  active: 'cyan',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
};

/** A task's status in its colour, padded to `width` characters. */
export function statusWord(status: TaskStatus, colours: Ansis, width = 0): string {
  return colours[TONE_COLOURS[TASK_TONES[status]]](status.padEnd(width));
}
