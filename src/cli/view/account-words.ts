import { duration } from '../../domain/duration.ts';
import type { AgentView } from '../../contract/agent.ts';
import { moment } from './moment.ts';

/** How bad it is with an account that is not open: tasks wait for it, and none fails. */
const TROUBLE = 2;

/** How bad it is with an agent by its account: 0 for one that takes calls, or that has none. */
export function accountTrouble({ account }: Pick<AgentView, 'account'>): number {
  return account === null || account.state === 'open' ? 0 : TROUBLE;
}

/** An account in words, such as "open, 2 of at most 3 calls under way"; `now` in ms since the epoch. */
export function accountWords(account: NonNullable<AgentView['account']>, now: number): string {
  const { state, closed_until, most_at_once, calls } = account;
  const bound = most_at_once === null ? '' : `, ${calls ?? 0} of at most ${most_at_once} calls under way`;
  if (state === 'open') return `open${bound}`;
  if (state === 'reopening') return `opens again: one call tries it${bound}`;
  const rest = closed_until === null ? '' : ` for ${duration(Date.parse(closed_until) - now)}`;
  return `closed${rest}${bound}`;
}

/** Since when, until when and why an account takes no calls; undefined of one that does. */
export function accountReason({ account }: Pick<AgentView, 'account'>): string | undefined {
  if (account === null || account.state === 'open' || account.closed_since === null) return undefined;
  const until = account.closed_until === null ? '' : `, until ${moment(account.closed_until)}`;
  return `account ${account.state} since ${moment(account.closed_since)}${until}: ${account.reason ?? ''}`;
}
