import type { TaskView } from '../api/task-view.ts';
import { duration } from '../../domain/report/duration.ts';

type Waiting = TaskView['waiting_for'];

/** What a task waits for, in words; undefined when it does not wait. `now` is in ms since the epoch. */
export function waitingNote(waiting: Waiting, now: number): string | undefined {
  if (waiting === undefined) return undefined;
  const rest = waiting.until === undefined ? '' : ` in ${duration(Date.parse(waiting.until) - now)}`;
  switch (waiting.kind) {
    case 'lease':
      return turnNote(waiting, now);
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

function turnNote({ position, estimated_start, reason }: NonNullable<Waiting>, now: number): string {
  const place = position === undefined ? '' : `, ${position} in line`;
  const rest = estimated_start === undefined ? undefined : Date.parse(estimated_start) - now;
  const start = rest === undefined ? '' : rest <= 0 ? ', starts any moment' : `, starts in about ${duration(rest)}`;
  return `waits for its turn${place}${start}${reason === undefined ? '' : `: ${reason}`}`;
}

/** Whether two waits differ in more than an estimate, which moves by itself. */
export function waitsOtherwise(before: Waiting, after: Waiting): boolean {
  const settled = (waiting: Waiting): string => JSON.stringify({ ...waiting, estimated_start: undefined });
  return settled(before) !== settled(after);
}
