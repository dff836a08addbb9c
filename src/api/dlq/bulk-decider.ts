import type { DeadLetterFilter } from '../../persistence/dead-letter-filter.ts';
import type { DeadLetterStore } from '../../persistence/dead-letter-store.ts';
import { Problem } from '../problem/problem.ts';
import { TemporalUnavailableError } from '../temporal/unavailable.ts';
import { mirrorUnavailable } from './dead-letter-problems.ts';
import { type BulkBody, MOST_AT_ONCE } from './dead-letter-requests.schema.ts';
import type { BulkOutcome } from './dead-letter-view.schema.ts';

type Refused = BulkOutcome['refused'][number];

/** How many decisions are under way at once. */
const AT_ONCE = 16;

/** How many ids a dry run names. */
const IDS_SHOWN = 20;

const NOT_PARKED = 'It is not known to be parked.';

/**
 * Decides one entry after the other, 16 at once. Each entry ends among those it was done to or among the refused; a
 * Temporal that is away is met by no more of them.
 */
export class BulkDecider {
  readonly #mirror: Pick<DeadLetterStore, 'find'>;

  constructor(mirror: Pick<DeadLetterStore, 'find'>) {
    this.#mirror = mirror;
  }

  /** `decide` does it to one parked entry. @throws {Problem} 503 when the mirror cannot be read. */
  async run({ filter, dry_run }: BulkBody, decide: (id: string) => Promise<unknown>): Promise<BulkOutcome> {
    const chosen: DeadLetterFilter = { ...filter, status: 'parked' };
    const named = filter.ids === undefined ? undefined : [...new Set(filter.ids)];
    // The workflows decide, not the mirror: what is named is tried, whatever is known of it.
    if (!dry_run && named !== undefined) return { ...(await tryAll(named, decide)), remaining: 0 };
    const { count, ids } = await this.#find(chosen, MOST_AT_ONCE);
    if (!dry_run) return { ...(await tryAll(ids, decide)), remaining: count - ids.length };
    const known = new Set(ids);
    const refused = (named ?? []).filter((id) => !known.has(id)).map((id) => ({ id, reason: NOT_PARKED }));
    return { dry_run, count, ids: ids.slice(0, IDS_SHOWN), refused };
  }

  async #find(filter: DeadLetterFilter, limit: number): ReturnType<DeadLetterStore['find']> {
    try {
      return await this.#mirror.find(filter, limit);
    } catch (error) {
      throw mirrorUnavailable(error);
    }
  }
}

async function tryAll(ids: readonly string[], decide: (id: string) => Promise<unknown>) {
  const done: string[] = [];
  const refused: Refused[] = [];
  let away: TemporalUnavailableError | undefined;
  const waiting = ids.values();

  async function work(): Promise<void> {
    for (const id of waiting) {
      const reason = away === undefined ? await refusalOf(id) : `It was not tried: ${away.message}`;
      if (reason === undefined) done.push(id);
      else refused.push({ id, reason });
    }
  }

  async function refusalOf(id: string): Promise<string | undefined> {
    try {
      await decide(id);
      return undefined;
    } catch (error) {
      if (error instanceof TemporalUnavailableError) away = error;
      else if (!(error instanceof Problem)) throw error;
      return error.message;
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { dry_run: false as const, count: ids.length, done, refused };
}
