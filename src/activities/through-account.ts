import type { AgentContext } from '../agents/agent.ts';
import { AccountClosedError, AccountLimitError } from '../domain/failure.ts';
import type { Journal } from '../journal/event.ts';
import type { AccountPermit, AgentAccounts } from '../persistence/accounts/agent-accounts.ts';
import { causeOf } from './to-application-failure.ts';

/** Whose account a call goes by. */
export interface AccountOfCall {
  readonly agent: string;
  /** Calls at once; undefined where they are not bounded. */
  readonly most: number | undefined;
}

/**
 * Calls an agent if its account lets the call in. A limit of its provider's closes the account for all, and the call ends
 * with the account's error, whose wait is the caller's own turn.
 * @throws {AccountClosedError} when the call is not let in, and then nothing was asked of the agent; or when it met a limit.
 */
export async function throughAccount<T>(
  { accounts, journal }: { readonly accounts: AgentAccounts; readonly journal: Journal },
  { agent, most }: AccountOfCall,
  { signal }: Pick<AgentContext, 'signal'>,
  call: (permit: AccountPermit) => Promise<T>,
): Promise<T> {
  const permit = await accounts.enter(agent, most, signal);
  try {
    const answer = await call(permit);
    permit.answered();
    return answer;
  } catch (thrown) {
    const error = causeOf(thrown, signal);
    if (!(error instanceof AccountLimitError)) throw thrown;
    const closed = await permit.limited(error);
    journal.tell({ kind: 'account_closed', agent, wait_ms: closed.retryAfterMs, reason: error.message });
    throw Object.assign(closed, { cause: error });
  } finally {
    await permit.left();
  }
}

/** Soon, in ms: another agent takes over, on a fresh workspace. */
const TAKE_OVER_MS = 1_000;

/**
 * Asks agents one after the other, until the account of one takes the call.
 * @throws {AccountClosedError} when none does, with the shortest of their waits; when one was stopped at work and others are
 *   left, they are to be asked soon.
 */
export async function firstWithRoom<Agent, T>(agents: readonly Agent[], ask: (agent: Agent) => Promise<T>): Promise<T> {
  const [agent, ...others] = agents;
  if (agent === undefined) throw new Error('There is nobody to ask.');
  try {
    return await ask(agent);
  } catch (error) {
    if (!(error instanceof AccountClosedError) || others.length === 0) throw error;
    if (error.atWork) throw sooner(error, TAKE_OVER_MS);
    return await firstWithRoom(others, ask).catch((later: unknown) => {
      throw later instanceof AccountClosedError && later.retryAfterMs > error.retryAfterMs ? error : later;
    });
  }
}

/** The same, to be waited for no longer than that. */
function sooner(error: AccountClosedError, mostMs: number): AccountClosedError {
  const { agent, retryAfterMs, why, atWork, cause } = error;
  const soon = new AccountClosedError(agent, Math.min(retryAfterMs, mostMs), why, atWork);
  return cause === undefined ? soon : Object.assign(soon, { cause });
}
