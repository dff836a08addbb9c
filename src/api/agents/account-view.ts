import { livePlaces, NEW_ACCOUNT, stateOfAccount } from '../../domain/account/account.ts';
import type { DeclaredAgent } from '../../config/declared-agents.ts';
import type { AccountsAt } from '../../persistence/accounts/account-store.ts';
import type { AgentView } from '../../contract/agent.ts';

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

/** The account of an agent as the API shows it. */
export function accountView(
  { at: now, accounts }: AccountsAt,
  agent: string,
  { most_at_once }: NonNullable<DeclaredAgent['account']>,
): AgentView['account'] {
  const account = accounts.get(agent) ?? NEW_ACCOUNT;
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
