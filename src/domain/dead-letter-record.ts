import type { DeadLetter } from './dead-letter.ts';

/** A dead letter whose task was parked anew: it must have been requeued before, whoever saw that. */
export function overtaken(entry: DeadLetter): DeadLetter {
  return entry.status === 'parked' ? { ...entry, status: 'requeued' } : entry;
}

/** A dead letter whose workflow was closed by Temporal's own means, so that nobody decided; `at` in ISO 8601. */
export function closedFromOutside(entry: DeadLetter, at: string): DeadLetter {
  if (entry.status !== 'parked') return entry;
  return { ...entry, status: 'cancelled', decided_at: at, reason: 'The workflow was closed from outside.' };
}

const ENTRY_ID = /^(chimera-[0-9a-f]{12})-([1-9]\d{0,8})$/;

/** The task and the generation that an entry's id names; undefined for a text that is no such id. */
export function readDeadLetterId(id: string): Pick<DeadLetter, 'task_id' | 'generation'> | undefined {
  const [, task_id, generation] = ENTRY_ID.exec(id) ?? [];
  return task_id === undefined ? undefined : { task_id, generation: Number(generation) };
}
