import {
  type BulkDone,
  bulkDoneSchema,
  type BulkDryRun,
  bulkDryRunSchema,
  type DeadLetterGroups,
  deadLetterPageSchema,
  type DeadLetterPageView,
  type DeadLetterView,
  deadLetterViewSchema,
  groupsSchema,
} from '../../contract/dead-letter/dead-letter.ts';
import type {
  BulkFilter,
  DeadLetterParameters,
  AnnotationBody,
  GroupsParameters,
} from '../../contract/dead-letter/requests.ts';
import type { DecisionKind } from '../../domain/dead-letter.ts';
import { type Http, queryOf, withBody } from './http.ts';

/** The dead letter queue of the API. */
export interface DeadLetterClient {
  list(query: DeadLetterParameters): Promise<DeadLetterPageView>;
  groups(query: GroupsParameters): Promise<DeadLetterGroups>;
  get(id: string): Promise<DeadLetterView>;
  note(id: string, note: AnnotationBody): Promise<DeadLetterView>;
  decide(kind: DecisionKind, id: string, reason?: string): Promise<DeadLetterView>;
  /** What a bulk request would do. */
  dryRun(kind: DecisionKind, filter: BulkFilter, reason?: string): Promise<BulkDryRun>;
  /** Goes through 500 entries at most, and says how many remain. */
  decideMany(kind: DecisionKind, filter: BulkFilter, reason?: string): Promise<BulkDone>;
}

/** How long a bulk request may take, in ms. */
const BULK_LIMIT_MS = 300_000;

/** The dead letter queue behind an API. */
export function createDeadLetterClient({ read }: Http): DeadLetterClient {
  const path = (id: string) => `/api/dlq/${encodeURIComponent(id)}`;
  const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });
  return {
    list: (query) => read(deadLetterPageSchema, `/api/dlq${queryOf(query)}`),
    groups: (query) => read(groupsSchema, `/api/dlq/groups${queryOf(query)}`),
    get: (id) => read(deadLetterViewSchema, path(id)),
    note: (id, note) => read(deadLetterViewSchema, path(id), withBody('PATCH', note)),
    decide: (kind, id, reason) => read(deadLetterViewSchema, `${path(id)}/${kind}`, withBody('POST', because(reason))),
    dryRun: (kind, filter, reason) =>
      read(bulkDryRunSchema, `/api/dlq/${kind}`, withBody('POST', { filter, dry_run: true, ...because(reason) })),
    decideMany: (kind, filter, reason) =>
      read(bulkDoneSchema, `/api/dlq/${kind}`, {
        ...withBody('POST', { filter, dry_run: false, ...because(reason) }),
        signal: AbortSignal.timeout(BULK_LIMIT_MS),
      }),
  };
}
