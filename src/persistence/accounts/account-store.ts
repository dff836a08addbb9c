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
import { decidedTogether } from '../decided-together.ts';
import { agentAccounts } from '../schema.ts';
import { storable } from '../storable.ts';

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

/** So often it is decided again when other processes change the account meanwhile. */
const MOST_ROUNDS = 200;

/** The accounts in a database. */
export function createAccountStore(db: Queries): AccountStore {
  return {
    apply: decidedTogether((agent, events) => applyAll(db, agent, events), TURN_MS),

    async all() {
      const { agent, account } = agentAccounts;
      const rows = await db.select({ agent, account, now: DATABASE_NOW }).from(agentAccounts);
      return { at: rows[0]?.now ?? 0, accounts: new Map(rows.map((row) => [row.agent, row.account])) };
    },
  };
}

async function applyAll(db: Queries, agent: string, events: readonly AccountEvent[]): Promise<readonly AccountStep[]> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [row] = await db
      .select({ account: agentAccounts.account, now: DATABASE_NOW })
      .from(sql`(select 1) as moment`)
      .leftJoin(agentAccounts, eq(agentAccounts.agent, agent));
    const before = row?.account ?? NEW_ACCOUNT;
    let account = before;
    const steps = events.map((event) => {
      const step = reactAccount(account, storable(event), row?.now ?? 0);
      ({ account } = step);
      return step;
    });
    if (account === before || (await replaced(db, agent, before, account))) return steps;
  }
  throw new Error(`The account of ${agent} changed ${MOST_ROUNDS} times meanwhile.`);
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
