import type { DecisionKind } from '../../domain/dead-letter.ts';
import {
  type BulkAnswer,
  bulkSchema,
  type DeadLetterPage,
  deadLetterPageSchema,
  deadLetterSchema,
  type DeadLetterView,
  type DryRun,
  dryRunSchema,
  groupsSchema,
  type GroupsView,
} from './dead-letter-view.ts';
import { type Http, queryOf, withBody } from './http.ts';

/** Which parked entries; `since` in ISO 8601. */
export interface DeadLetterFilter {
  readonly phase?: string;
  readonly project?: string;
  readonly group?: string;
  readonly since?: string;
  readonly ids?: readonly string[];
}

/** Which dead letters to list, and which page of them. */
export interface DeadLetterListing extends Omit<DeadLetterFilter, 'ids'> {
  readonly status?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** What somebody notes about a parked task. */
export interface DeadLetterNote {
  readonly investigated?: boolean;
  readonly resolution?: string;
}

/** The dead letter queue of the API. */
export interface DeadLetterClient {
  list(listing: DeadLetterListing): Promise<DeadLetterPage>;
  groups(filter: DeadLetterFilter): Promise<GroupsView>;
  get(id: string): Promise<DeadLetterView>;
  note(id: string, note: DeadLetterNote): Promise<DeadLetterView>;
  decide(kind: DecisionKind, id: string, reason?: string): Promise<DeadLetterView>;
  /** What a bulk request would do. */
  dryRun(kind: DecisionKind, filter: DeadLetterFilter, reason?: string): Promise<DryRun>;
  /** Goes through 500 entries at most, and says how many remain. */
  decideMany(kind: DecisionKind, filter: DeadLetterFilter, reason?: string): Promise<BulkAnswer>;
}

/** How long a bulk request may take, in ms. */
const BULK_LIMIT_MS = 300_000;

/** The dead letter queue behind an API. */
export function createDeadLetterClient({ read }: Http): DeadLetterClient {
  const path = (id: string) => `/api/dlq/${encodeURIComponent(id)}`;
  const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });
  return {
    list: (listing) => read(deadLetterPageSchema, `/api/dlq${queryOf(listing)}`),
    groups: (filter) => read(groupsSchema, `/api/dlq/groups${queryOf(filter)}`),
    get: (id) => read(deadLetterSchema, path(id)),
    note: (id, note) => read(deadLetterSchema, path(id), withBody('PATCH', note)),
    decide: (kind, id, reason) => read(deadLetterSchema, `${path(id)}/${kind}`, withBody('POST', because(reason))),
    dryRun: (kind, filter, reason) =>
      read(dryRunSchema, `/api/dlq/${kind}`, withBody('POST', { filter, dry_run: true, ...because(reason) })),
    decideMany: (kind, filter, reason) =>
      read(bulkSchema, `/api/dlq/${kind}`, {
        ...withBody('POST', { filter, dry_run: false, ...because(reason) }),
        signal: AbortSignal.timeout(BULK_LIMIT_MS),
      }),
  };
}
