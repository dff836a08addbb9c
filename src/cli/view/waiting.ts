import { duration } from '../../domain/duration.ts';
import type { TaskView } from '../../contract/task/task.ts';

type Waiting = TaskView['waiting_for'];

/** What a task waits for, in words; undefined when it does not wait. `now` is in ms since the epoch. */
export function waitingNote(waiting: Waiting, now: number): string | undefined {
  const inTime = (until: string): string => `in ${duration(Date.parse(until) - now)}`;
  switch (waiting?.kind) {
    case undefined:
      return undefined;
    case 'lease':
      return turnNote(waiting, now);
    case 'retry':
      return `tries again ${inTime(waiting.until)}: ${waiting.error}`;
    case 'breaker':
      return `${waiting.agent} is unavailable, next try ${inTime(waiting.until)}`;
    case 'account':
      return `asks again ${inTime(waiting.until)}: ${waiting.reason}`;
    case 'worker':
      return 'waits for a worker';
    case 'pull_request':
      return `waits for a word on ${waiting.url}${waiting.error === undefined ? '' : `, which cannot be looked at: ${waiting.error}`}`;
    case 'approval':
      return 'waits for approval';
    case 'operator':
      return 'waits for an operator';
  }
}

function turnNote(
  { position, estimated_start, reason }: Extract<Waiting, { readonly kind: 'lease' }>,
  now: number,
): string {
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
