import type { DeadLetter } from '../domain/dead-letter.ts';
import { errorGroupOf } from '../domain/error-group.ts';
import type { TaskState } from '../domain/task.ts';
import { traceOf } from '../domain/trace/trace-context.ts';
import { tracedSubject } from '../observability/log-fields.ts';
import type { ActivityPorts } from './ports.ts';

type Ports = Pick<ActivityPorts, 'log' | 'now'>;

/** Says in the log how a task came to rest: ended, or parked. */
export function logRest({ log, now }: Ports, state: TaskState): void {
  const { task_id, status, error, created_at, finished_at } = state;
  const end = finished_at === undefined ? now() : Date.parse(finished_at);
  const failure =
    error === undefined
      ? {}
      : {
          workflow_phase: error.phase,
          error_type: error.type,
          error_group: errorGroupOf(error).id,
          reason: error.message,
        };
  const line = {
    ...tracedSubject(task_id, traceOf(state)),
    ...failure,
    status,
    duration_ms: Math.max(0, end - Date.parse(created_at)),
  };
  if (status === 'completed' || status === 'cancelled') log.info(line, 'The task ends');
  else log.warn(line, status === 'dead_lettered' ? 'The task is parked' : 'The task ends');
}

/** Says in the log what was decided about a parked task; nothing of one that still waits. */
export function logDecision({ log }: Pick<Ports, 'log'>, letter: DeadLetter): void {
  if (letter.status === 'parked') return;
  const { task_id, phase: workflow_phase, status, generation, reason } = letter;
  const subject = { ...tracedSubject(task_id, traceOf(letter.workflow_state.state)), workflow_phase };
  log.info({ ...subject, status, generation, reason }, 'It is decided about the parked task');
}
