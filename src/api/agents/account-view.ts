import { type Account, livePlaces, stateOfAccount } from '../../domain/account/account.ts';
import type { DeclaredAgent } from '../../config/declared-agents.ts';
import type { AgentView } from '../../contract/agent.ts';

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

/** An account as the API shows it; `now` by the database's clock, in ms since the epoch. */
export function accountView(
  account: Account,
  { most_at_once }: NonNullable<DeclaredAgent['account']>,
  now: number,
): AgentView['account'] {
  const { closing } = account;
  return {
    state: stateOfAccount(account, now),
    closed_since: iso(closing?.since),
    closed_until: iso(closing?.until),
    reason: closing?.reason ?? null,
    most_at_once,
    calls: most_at_once === null ? null : livePlaces(account, now).length,
  };
}
