import type { Ansis } from 'ansis';
import type { TaskList } from '../api/task-view.ts';
import { age } from './duration.ts';
import { statusWord } from './task-status.ts';
import { cut, featureName } from './text.ts';

const idWidth = 22;
const statusWidth = 15;
const ageWidth = 8;

/** The task list as a table of one line a task; `now` is in ms since the epoch. */
export function taskTable({ tasks }: TaskList, colours: Ansis, width: number, now: number): readonly string[] {
  if (tasks.length === 0) return ['No tasks.'];
  const room = width - idWidth - statusWidth - ageWidth;
  const head = `${'TASK'.padEnd(idWidth)}${'STATUS'.padEnd(statusWidth)}${'AGE'.padEnd(ageWidth)}FEATURE`;
  return [
    colours.gray(head),
    ...tasks.map(({ task_id, status, created_at, title }) =>
      [
        task_id.padEnd(idWidth),
        statusWord(status, colours, statusWidth),
        colours.gray(age(now - Date.parse(created_at)).padEnd(ageWidth)),
        cut(featureName(title), room),
      ].join(''),
    ),
  ];
}
