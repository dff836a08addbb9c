import type { Ansis } from 'ansis';
import { age } from '../../domain/duration.ts';
import type { TaskPageView } from '../../contract/task/task.ts';
import { statusWord } from './tone.ts';
import { cut } from '../../text/cut.ts';
import { featureName } from './feature-name.ts';
import { waitingNote } from './waiting.ts';

const ID_WIDTH = 22;
const STATUS_WIDTH = 15;
const AGE_WIDTH = 8;

/**
 * The task list as a table of one line a task, and a second one for what a task waits for where the list tells it; `now`
 * is in ms since the epoch.
 */
export function taskTable({ tasks }: TaskPageView, colours: Ansis, width: number, now: number): readonly string[] {
  if (tasks.length === 0) return ['No tasks.'];
  const room = width - ID_WIDTH - STATUS_WIDTH - AGE_WIDTH;
  const head = `${'TASK'.padEnd(ID_WIDTH)}${'STATUS'.padEnd(STATUS_WIDTH)}${'AGE'.padEnd(AGE_WIDTH)}FEATURE`;
  return [
    colours.gray(head),
    ...tasks.flatMap(({ task_id, status, created_at, title, waiting_for }) => {
      const waiting = waitingNote(waiting_for, now);
      return [
        [
          task_id.padEnd(ID_WIDTH),
          statusWord(status, colours, STATUS_WIDTH),
          colours.gray(age(now - Date.parse(created_at)).padEnd(AGE_WIDTH)),
          cut(featureName(title), room),
        ].join(''),
        ...(waiting === undefined ? [] : [colours.gray(`  ${cut(waiting, width - 2)}`)]),
      ];
    }),
  ];
}
