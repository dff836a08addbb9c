import { and, eq, gte, inArray, type SQL } from 'drizzle-orm';
import type { DeadLetterStatus } from '../domain/dead-letter.ts';
import type { Stage } from '../domain/phase.ts';
import { deadLetters } from './schema.ts';
import { storable } from './storable.ts';

/** Which dead letters; without a status those of every status. */
export interface DeadLetterFilter {
  readonly status?: DeadLetterStatus;
  readonly phase?: Stage;
  readonly project?: string;
  /** The id of an error group. */
  readonly group?: string;
  /** Those that failed at this time or later, in ISO 8601. */
  readonly since?: string;
  readonly investigated?: boolean;
  readonly ids?: readonly string[];
}

/** The condition that a filter stands for; undefined for one that lets everything pass. */
export function deadLetterCondition(filter: DeadLetterFilter): SQL | undefined {
  const { status, phase, project, group, since, investigated, ids } = filter;
  return and(
    status === undefined ? undefined : eq(deadLetters.status, status),
    phase === undefined ? undefined : eq(deadLetters.phase, phase),
    project === undefined ? undefined : eq(deadLetters.project, storable(project)),
    group === undefined ? undefined : eq(deadLetters.error_group, storable(group)),
    since === undefined ? undefined : gte(deadLetters.failed_at, new Date(since)),
    investigated === undefined ? undefined : eq(deadLetters.investigated, investigated),
    ids === undefined ? undefined : inArray(deadLetters.id, ids.map(storable)),
  );
}
