import { eq, sql } from 'drizzle-orm';
import {
  type Account,
  type AccountEvent,
  type AccountStep,
  NEW_ACCOUNT,
  reactAccount,
} from '../../domain/account/account.ts';
import type { Queries } from '../database.ts';
import { DATABASE_NOW } from '../database-clock.ts';
import { decidedAnew, type DecidedState } from '../decided-anew.ts';
import { decidedTogether } from '../decided-together.ts';
import { agentAccounts } from '../schema.ts';

/** Has an event happen to an agent's account; rejects when the database is away. */
export type ApplyToAccount = (agent: string, event: AccountEvent) => Promise<AccountStep>;

/** Accounts as they are at one moment of the database's clock, in ms since the epoch. */
export interface AccountsAt {
  readonly at: number;
  /** Those that ever were closed or bounded, by agent. */
  readonly accounts: ReadonlyMap<string, Account>;
}

/** The accounts that all processes share; changed as breakers are: if they are still as what was decided on. */
export interface AccountStore {
  readonly apply: ApplyToAccount;
  all(): Promise<AccountsAt>;
}

/** How long events may hold up the next ones of the same agent in this process, in ms. */
const TURN_MS = 1_000;

/** The accounts in a database. */
export function createAccountStore(db: Queries): AccountStore {
  const kept: DecidedState<Account, AccountEvent, AccountStep> = {
    name: 'account',
    read: (agent) => look(db, agent),
    react: reactAccount,
    after: ({ account }) => account,
    replace: (agent, { before, state }) => replaced(db, agent, before, state),
  };
  return {
    apply: decidedTogether((agent, events) => decidedAnew(kept, agent, events), TURN_MS),

    async all() {
      const { agent, account } = agentAccounts;
      const rows = await db.select({ agent, account, now: DATABASE_NOW }).from(agentAccounts);
      return { at: rows[0]?.now ?? 0, accounts: new Map(rows.map((row) => [row.agent, row.account])) };
    },
  };
}

/** The account as it was last committed, and the time, which an account that never changed has as well. */
async function look(db: Queries, agent: string): Promise<{ readonly state: Account; readonly now: number }> {
  const [row] = await db
    .select({ account: agentAccounts.account, now: DATABASE_NOW })
    .from(sql`(select 1) as moment`)
    .leftJoin(agentAccounts, eq(agentAccounts.agent, agent));
  return { state: row?.account ?? NEW_ACCOUNT, now: row?.now ?? 0 };
}

/** Puts an account in place of one that is still as it was, and says whether it was. */
async function replaced(db: Queries, agent: string, before: Account, account: Account): Promise<boolean> {
  const row = { account, updated_at: sql`clock_timestamp()` };
  const written = await db
    .insert(agentAccounts)
    .values({ agent, ...row })
    .onConflictDoUpdate({
      target: agentAccounts.agent,
      set: row,
      setWhere: sql`${agentAccounts.account} = ${JSON.stringify(before)}::jsonb`,
    })
    .returning({ agent: agentAccounts.agent });
  return written.length > 0;
}
