import type { DeadLetter } from '../domain/dead-letter.ts';
import { errorGroupOf } from '../domain/error-group.ts';
import type { deadLetters } from './schema.ts';

/** A dead letter as a row of its table. */
export function rowOf(entry: DeadLetter): typeof deadLetters.$inferInsert {
  const { id, task_id, generation, status, phase, error, retry_count, investigated, resolution, reason } = entry;
  const { request } = entry.workflow_state.state;
  const group = errorGroupOf(error);
  return {
    ...{ id, task_id, generation, status, phase, retry_count, investigated, resolution, reason },
    project: request.project,
    priority: request.priority,
    feature: request.feature,
    error_type: error.type,
    error_message: error.message,
    error_group: group.id,
    error_pattern: group.pattern,
    failed_at: new Date(entry.failed_at),
    requeued_at: dateOf(entry.requeued_at),
    decided_at: dateOf(entry.decided_at),
    workflow_state: entry.workflow_state,
  };
}

/** The dead letter that a row was made of. */
export function entryOf(row: typeof deadLetters.$inferSelect): DeadLetter {
  const { id, task_id, generation, status, phase, retry_count, investigated, resolution, reason } = row;
  return {
    ...{ id, task_id, generation, status, phase, retry_count, investigated, resolution, reason },
    error: { phase, type: row.error_type, message: row.error_message, retry_count },
    failed_at: row.failed_at.toISOString(),
    requeued_at: isoOrNull(row.requeued_at),
    decided_at: isoOrNull(row.decided_at),
    workflow_state: row.workflow_state,
  };
}

/** A time of a row in ISO 8601. */
export function isoOrNull(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}

function dateOf(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}
