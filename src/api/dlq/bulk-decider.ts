import type { DeadLetterFilter } from '../../persistence/dead-letter-filter.ts';
import type { DeadLetterStore } from '../../persistence/dead-letter-store.ts';
import { Problem } from '../problem/problem.ts';
import { TaskSilentError, TemporalUnavailableError } from '../../temporal/call.ts';
import { mirrorUnavailable } from './dead-letter-problems.ts';
import { type BulkBody, MOST_DECIDED_AT_ONCE } from '../../contract/dead-letter/requests.ts';
import type { BulkOutcome } from '../../contract/dead-letter/dead-letter.ts';

type Refused = BulkOutcome['refused'][number];

/** How many decisions are under way at once: few, since workers have tasks at work to see to as well. */
const AT_ONCE = 8;

/** After so many entries in a row for which no worker answered none will. */
const MOST_SILENT = AT_ONCE;

/** How many ids a dry run names. */
const IDS_SHOWN = 20;

const NOT_PARKED = 'It is not known to be parked.';

/** What is done to each entry. */
export interface EntryDecision {
  decide(id: string): Promise<unknown>;
  /** Whether a decision that nobody answered for was made all the same. */
  isMade(id: string): Promise<boolean>;
}

/**
 * Decides one entry after the other, 8 at once. Each entry ends among those it was done to or among the refused. One for
 * which no worker answers is looked at again after the others; a Temporal that is away is met by no more of them.
 */
export class BulkDecider {
  readonly #mirror: Pick<DeadLetterStore, 'find'>;

  constructor(mirror: Pick<DeadLetterStore, 'find'>) {
    this.#mirror = mirror;
  }

  /** @throws {Problem} 503 when the mirror cannot be read. */
  async run({ filter, dry_run }: BulkBody, decision: EntryDecision): Promise<BulkOutcome> {
    const chosen: DeadLetterFilter = { ...filter, status: 'parked' };
    const named = filter.ids === undefined ? undefined : [...new Set(filter.ids)];
    // The workflows decide, not the mirror: what is named is tried, whatever is known of it.
    if (!dry_run && named !== undefined) return { ...(await tryAll(named, decision)), remaining: 0 };
    const { count, ids } = await this.#find(chosen, MOST_DECIDED_AT_ONCE);
    if (!dry_run) return { ...(await tryAll(ids, decision)), remaining: count - ids.length };
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

/** Goes through entries, and through those once more for which no worker answered. */
async function tryAll(ids: readonly string[], { decide, isMade }: EntryDecision) {
  const done: string[] = [];
  const refused: Refused[] = [];
  const unanswered: Refused[] = [];
  let away: TemporalUnavailableError | undefined;
  let silent = 0;

  /** Tells of a silence instead of counting the entry. */
  async function silenceAt(id: string, work: () => Promise<unknown>): Promise<TaskSilentError | undefined> {
    try {
      await work();
      silent = 0;
      done.push(id);
    } catch (error) {
      if (error instanceof TaskSilentError) {
        silent += 1;
        if (silent >= MOST_SILENT) away = error;
        return error;
      }
      if (error instanceof TemporalUnavailableError) away = error;
      else if (!(error instanceof Problem)) throw error;
      refused.push({ id, reason: error.message });
    }
    return undefined;
  }

  await eachOf(ids, async (id) => {
    if (away !== undefined) {
      refused.push({ id, reason: `It was not tried: ${away.message}` });
      return;
    }
    const silence = await silenceAt(id, () => decide(id));
    if (silence !== undefined) unanswered.push({ id, reason: silence.message });
  });
  await eachOf(unanswered, async ({ id, reason }) => {
    const again = async () => (await isMade(id)) || (await decide(id));
    const silence = away ?? (await silenceAt(id, again));
    if (silence !== undefined) refused.push({ id, reason });
  });
  return { dry_run: false as const, count: ids.length, done, refused };
}

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const next = async (): Promise<void> => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
