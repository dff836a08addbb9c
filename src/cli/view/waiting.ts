import type { TaskView } from '../api/task-view.ts';
import { duration } from './duration.ts';

type Waiting = TaskView['waiting_for'];

/** What a task waits for, in words; undefined when it does not wait. `now` is in ms since the epoch. */
export function waitingNote(waiting: Waiting, now: number): string | undefined {
  if (waiting === undefined) return undefined;
  const rest = waiting.until === undefined ? '' : ` in ${duration(Date.parse(waiting.until) - now)}`;
  switch (waiting.kind) {
    case 'lease':
      return waiting.position === undefined ? 'waits for its turn' : `waits for its turn, ${waiting.position} in line`;
    case 'retry':
      return `tries again${rest}${waiting.error === undefined ? '' : `: ${waiting.error}`}`;
    case 'breaker':
      return `${waiting.agent ?? 'the agent'} is unavailable, next try${rest}`;
    case 'worker':
      return 'waits for a worker';
    case 'approval':
      return 'waits for approval';
    case 'operator':
      return 'waits for an operator';
    default:
      return `waits (${waiting.kind})`;
  }
}
