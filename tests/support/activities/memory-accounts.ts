import { type Account, NEW_ACCOUNT, reactAccount } from '../../../src/domain/account/account.ts';
import { type AgentAccounts, createAgentAccounts } from '../../../src/persistence/accounts/agent-accounts.ts';
import type { ApplyToAccount } from '../../../src/persistence/accounts/account-store.ts';

/** Accounts in a map, decided on as in a database. */
export interface MemoryAccounts {
  /** By agent. */
  readonly kept: Map<string, Account>;
  /** `<agent> <event>`, in order. */
  readonly events: string[];
  readonly apply: ApplyToAccount;
  readonly accounts: AgentAccounts;
}

/** Accounts without a database; `now` in ms since the epoch. */
export function memoryAccounts(now: () => number = () => 0): MemoryAccounts {
  const kept = new Map<string, Account>();
  const events: string[] = [];
  const apply: ApplyToAccount = (agent, event) => {
    events.push(`${agent} ${event.kind}`);
    const step = reactAccount(kept.get(agent) ?? NEW_ACCOUNT, event, now());
    kept.set(agent, step.account);
    return Promise.resolve(step);
  };
  const log = { warn: () => undefined };
  return { kept, events, apply, accounts: createAgentAccounts({ apply, log, now }) };
}
