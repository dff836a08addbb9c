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
  RequeueBody,
} from '../../contract/dead-letter/requests.ts';
import type { DecisionKind } from '../../domain/dead-letter.ts';
import { type Http, queryOf, withBody } from './http.ts';

/** What is said with a decision: why, and of a requeue what agents may spend on the task. */
export type GivenDecision = RequeueBody;

/** The dead letter queue of the API. */
export interface DeadLetterClient {
  list(query: DeadLetterParameters): Promise<DeadLetterPageView>;
  groups(query: GroupsParameters): Promise<DeadLetterGroups>;
  get(id: string): Promise<DeadLetterView>;
  note(id: string, note: AnnotationBody): Promise<DeadLetterView>;
  decide(kind: DecisionKind, id: string, decision: GivenDecision): Promise<DeadLetterView>;
  /** What a bulk request would do. */
  dryRun(kind: DecisionKind, filter: BulkFilter, decision: GivenDecision): Promise<BulkDryRun>;
  /** Goes through 500 entries at most, and says how many remain. */
  decideMany(kind: DecisionKind, filter: BulkFilter, decision: GivenDecision): Promise<BulkDone>;
}

/** How long a bulk request may take, in ms. */
const BULK_LIMIT_MS = 300_000;

/** The dead letter queue behind an API. */
export function createDeadLetterClient({ read }: Http): DeadLetterClient {
  const path = (id: string) => `/api/dlq/${encodeURIComponent(id)}`;
  return {
    list: (query) => read(deadLetterPageSchema, `/api/dlq${queryOf(query)}`),
    groups: (query) => read(groupsSchema, `/api/dlq/groups${queryOf(query)}`),
    get: (id) => read(deadLetterViewSchema, path(id)),
    note: (id, note) => read(deadLetterViewSchema, path(id), withBody('PATCH', note)),
    decide: (kind, id, decision) => read(deadLetterViewSchema, `${path(id)}/${kind}`, withBody('POST', decision)),
    dryRun: (kind, filter, decision) =>
      read(bulkDryRunSchema, `/api/dlq/${kind}`, withBody('POST', { filter, dry_run: true, ...decision })),
    decideMany: (kind, filter, decision) =>
      read(bulkDoneSchema, `/api/dlq/${kind}`, {
        ...withBody('POST', { filter, dry_run: false, ...decision }),
        signal: AbortSignal.timeout(BULK_LIMIT_MS),
      }),
  };
}
