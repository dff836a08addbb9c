/**
 * The account that an agent's calls go by: how many at once, and none while its provider takes none.
 *
 * 1. A limit that its provider names a time for closes it until a minute after that. One without a time closes it for 15
 *    minutes, then for 30, then for an hour at a time, until a model answers again.
 * 2. When it opens, one call tries it; the others come in when a model has answered that one.
 * 3. Whoever is refused is given a turn, 5 s after the one before: nobody asks in vain more often than that, however many
 *    wait, and they come in one after the other.
 */
import { lasts, type TimeSpan } from '../time-span.ts';

/** A call under way, and until when it keeps its place without a sign of life. */
export interface CallPlace extends TimeSpan {
  readonly token: string;
}

/** Why and for how long an account is closed. */
export interface Closing extends TimeSpan {
  readonly reason: string;
}

/** An account as plain JSON; times by the database's clock, in ms since the epoch. */
export interface Account {
  /** Closed by a limit, and until when. Over: a call tries it; it is there until a model answers. */
  readonly closing?: Closing;
  /** Closings in a row for which no time was named. */
  readonly untimed: number;
  /** Calls under way, where their number is bounded, or while the account is tried. */
  readonly places: readonly CallPlace[];
  /** The latest turn that somebody waits for. */
  readonly last_turn: number;
}

/** How an account takes calls. */
export const ACCOUNT_STATES = ['open', 'closed', 'reopening'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** The account of an agent that was never called. */
export const NEW_ACCOUNT: Account = { untimed: 0, places: [], last_turn: 0 };

/**
 * What happens to an account. `enter`: a call wants in, at most so many at once. `pass`: a call under way wants to go on, which
 * it may unless the account is closed. `alive`, `left`: of a call that was let in. `answered`: its model has answered.
 * `limited`: its provider takes no calls, for so many ms where it names a time. `reopen`: an operator knows better.
 */
export type AccountEvent =
  | { readonly kind: 'enter'; readonly token: string; readonly most?: number | undefined }
  | { readonly kind: 'alive' | 'left' | 'answered'; readonly token: string }
  | { readonly kind: 'limited'; readonly wait_ms?: number | undefined; readonly reason: string }
  | { readonly kind: 'pass' | 'reopen' };

/**
 * What an account says to a call that wants in: `place` where it is counted, and is to tell that it goes on and ends; whoever
 * is refused comes again after so many ms.
 */
export type AccountEntrance =
  | { readonly kind: 'admitted'; readonly place: boolean }
  | { readonly kind: 'refused'; readonly retry_ms: number; readonly why: string };

/** What an event makes of an account. */
export interface AccountStep {
  readonly account: Account;
  /** The answer to an `enter`, and to a `pass` or `limited` that is not to go on. */
  readonly entrance?: AccountEntrance;
}

/** What a limit's time is waited for beyond it, in ms: clocks differ. */
const AFTER_LIMIT_MS = 60_000;

/** How long a limit without a time closes an account, in ms: doubled each time, up to the longest. */
const UNTIMED_MS = { first: 15 * 60_000, longest: 60 * 60_000 };

/** The longest time that a provider is believed, in ms: a week, the longest window of those that there are. */
const LONGEST_LIMIT_MS = 7 * 24 * 60 * 60_000;

/** From one turn to the next, in ms. */
const TURN_MS = 5_000;

/** So far ahead turns are given, in ms; after that the line begins anew, so that a clock that was set back holds up nobody. */
const LONGEST_LINE_MS = 60 * 60_000;

/** How long a call keeps its place without a sign of life, in ms. */
export const PLACE_LEASE_MS = 60_000;

/** What an event makes of an account; the same object when it changes nothing. `now` in ms since the epoch. */
export function reactAccount(account: Account, event: AccountEvent, now: number): AccountStep {
  switch (event.kind) {
    case 'enter':
      return enter(account, event, now);
    case 'pass':
      return pass(account, now);
    case 'alive':
      return { account: kept(account, event.token, now) };
    case 'left':
      return { account: without(account, event.token) };
    case 'answered':
      return { account: stateOfAccount(account, now) === 'reopening' ? opened(account) : account };
    case 'limited':
      return pass(limited(account, event, now), now);
    case 'reopen':
      return { account: reopened(account, now) };
  }
}

/** How an account takes calls now. */
export function stateOfAccount({ closing }: Account, now: number): AccountState {
  if (closing === undefined) return 'open';
  return lasts(closing, now) ? 'closed' : 'reopening';
}

/** What closes an account now. */
function closingAt({ closing }: Account, now: number): Closing | undefined {
  return closing !== undefined && lasts(closing, now) ? closing : undefined;
}

/** The calls under way that keep their place. */
export function livePlaces({ places }: Pick<Account, 'places'>, now: number): readonly CallPlace[] {
  return places.filter((place) => lasts(place, now));
}

function enter(
  account: Account,
  { token, most = Number.POSITIVE_INFINITY }: Extract<AccountEvent, { readonly kind: 'enter' }>,
  now: number,
): AccountStep {
  const passed = pass(account, now);
  if (passed.entrance !== undefined) return passed;
  const { closing } = account;
  const live = livePlaces(account, now);
  if (closing !== undefined && live.some(({ since }) => since >= closing.until)) {
    return refused(account, now + TURN_MS, 'it was closed, and another call tries it', now);
  }
  if (live.length >= most)
    return refused(account, now + TURN_MS, `${live.length} calls are under way, and no more may be`, now);
  if (closing === undefined && most === Number.POSITIVE_INFINITY) {
    return { account, entrance: { kind: 'admitted', place: false } };
  }
  const places = [...live, { token, since: now, until: now + PLACE_LEASE_MS }];
  return { account: { ...account, places }, entrance: { kind: 'admitted', place: true } };
}

/** What any call is told: nothing, unless the account is closed. */
function pass(account: Account, now: number): AccountStep {
  const closed = closingAt(account, now);
  return closed === undefined ? { account } : refused(account, closed.until, closed.reason, now);
}

function refused(account: Account, earliest: number, why: string, now: number): AccountStep {
  const after = account.last_turn + TURN_MS;
  const turn = after > earliest && after <= earliest + LONGEST_LINE_MS ? after : earliest;
  return { account: { ...account, last_turn: turn }, entrance: { kind: 'refused', retry_ms: turn - now, why } };
}

/** With the place of a call that shows that it goes on, where it has one. */
function kept(account: Account, token: string, now: number): Account {
  if (!account.places.some((place) => place.token === token)) return account;
  const places = account.places.map((place) =>
    place.token === token ? { ...place, until: now + PLACE_LEASE_MS } : place,
  );
  return { ...account, places };
}

function without(account: Account, token: string): Account {
  const places = account.places.filter((place) => place.token !== token);
  return places.length === account.places.length ? account : { ...account, places };
}

/** Tried again from now on; nobody waits behind those whose turns were to come later. */
function reopened(account: Account, now: number): Account {
  const { closing } = account;
  if (closing === undefined) return account;
  return { ...account, untimed: 0, last_turn: 0, closing: { ...closing, until: Math.min(closing.until, now) } };
}

function opened({ closing: _, ...account }: Account): Account {
  return { ...account, untimed: 0 };
}

/** Closed by a limit; one that is closed already is closed for longer, where a time is named. */
function limited(
  account: Account,
  { wait_ms, reason }: Extract<AccountEvent, { readonly kind: 'limited' }>,
  now: number,
): Account {
  const closed = closingAt(account, now);
  if (wait_ms === undefined && closed !== undefined) return account;
  const untimed = wait_ms === undefined ? account.untimed + 1 : account.untimed;
  const until = now + limitWaitMs(wait_ms, untimed);
  if (closed !== undefined && until <= closed.until) return account;
  return { ...account, untimed, closing: { since: now, until, reason } };
}

/**
 * How long a limit closes an account, in ms: for the time that was named and a minute; without one 15 min, doubled with each
 * such closing in a row up to an hour.
 */
export function limitWaitMs(wait_ms: number | undefined, untimed = 1): number {
  if (wait_ms === undefined) return Math.min(UNTIMED_MS.first * 2 ** (untimed - 1), UNTIMED_MS.longest);
  return Math.min(Math.max(wait_ms, 0), LONGEST_LIMIT_MS) + AFTER_LIMIT_MS;
}
