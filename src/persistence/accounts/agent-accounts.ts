import { randomUUID } from 'node:crypto';
import {
  type AccountEntrance,
  type AccountEvent,
  type AccountStep,
  limitWaitMs,
  PLACE_LEASE_MS,
} from '../../domain/account/account.ts';
import { AccountClosedError, type AccountLimitError } from '../../domain/failure.ts';
import { keptReason } from '../kept-reason.ts';
import { createPatience, PATIENCE_MS } from '../patience.ts';
import type { ApplyToAccount } from './account-store.ts';

/** A call that an account let in. Nothing of it rejects, or waits for longer than 1 s. */
export interface AccountPermit {
  /** Whether the call may go on and ask its model: why not, where the account was closed meanwhile. */
  refusal(): Promise<AccountClosedError | undefined>;
  /** Its model has answered. */
  answered(): void;
  /** Its provider takes no calls: closes the account, and says what the call is to end with. Once a call. */
  limited(limit: AccountLimitError): Promise<AccountClosedError>;
  /** It has ended. */
  left(): Promise<void>;
}

/** The accounts that agents' calls go by, one an agent. */
export interface AgentAccounts {
  /**
   * Lets a call in, at most so many at once; lets it in when nobody knows, because the database is away.
   * @throws {AccountClosedError} with the time to wait.
   */
  enter(agent: string, most?: number, signal?: AbortSignal): Promise<AccountPermit>;
}

/** What the accounts work with. */
export interface AgentAccountsSetup {
  readonly apply: ApplyToAccount;
  readonly log: { warn(context: object, message: string): void };
  /** How long an answer of the database is waited for, in ms. */
  readonly patienceMs?: number;
  /** A clock that is never set back, in ms. */
  readonly now?: () => number;
}

/** So long an account that takes calls without a bound is trusted to do so, in ms. */
const TRUST_MS = 1_000;

/** A call renews its place when a third of its lease has passed. */
const RENEWALS_A_LEASE = 3;

const AWAY = 'Account state unknown: database away. Calls of agents go through';

/** Accounts over a way to have events happen to them. */
export function createAgentAccounts(setup: AgentAccountsSetup): AgentAccounts {
  const { apply, log, patienceMs = PATIENCE_MS, now = () => performance.now() } = setup;
  const inTime = createPatience({ patienceMs, now, log, away: AWAY });
  /** Until when accounts are trusted to be open. */
  const trusted = new Map<string, number>();

  const ask = (agent: string, event: AccountEvent, late?: (step: AccountStep) => void) =>
    inTime(agent, apply(agent, event), late);

  const isTrusted = (agent: string): boolean => now() < (trusted.get(agent) ?? Number.NEGATIVE_INFINITY);

  /** Counts the limits that this process told of: an answer to a question from before one founds no trust. */
  const limits = new Map<string, number>();

  /** What an account says to a call that wants in or on. */
  async function entranceOf(agent: string, event: AccountEvent): Promise<AccountEntrance | undefined> {
    const until = now() + TRUST_MS;
    const before = limits.get(agent);
    const left = (step: AccountStep): void => {
      if (event.kind === 'enter' && isIn(step)) void ask(agent, { kind: 'left', token: event.token });
    };
    const step = await ask(agent, event, left);
    if (step === undefined) return undefined;
    if (step.account.closing === undefined && limits.get(agent) === before) trusted.set(agent, until);
    return step.entrance;
  }

  function permit(agent: string, token: string, place: boolean): AccountPermit {
    const renewal = place
      ? setInterval(() => void ask(agent, { kind: 'alive', token }), PLACE_LEASE_MS / RENEWALS_A_LEASE)
      : undefined;
    renewal?.unref();
    let told: Promise<AccountClosedError> | undefined;
    let heard = !place;
    const close = async (limit: AccountLimitError): Promise<AccountClosedError> => {
      const { retryAfterMs: wait_ms, message } = limit;
      trusted.delete(agent);
      limits.set(agent, (limits.get(agent) ?? 0) + 1);
      const step = await ask(agent, { kind: 'limited', wait_ms, reason: keptReason(message) });
      if (step?.entrance?.kind === 'refused') return closedBy(agent, step.entrance, true);
      return new AccountClosedError(agent, limitWaitMs(wait_ms), message, true);
    };
    return {
      refusal: async () => {
        if (told !== undefined) return told;
        if (isTrusted(agent)) return undefined;
        const entrance = await entranceOf(agent, { kind: 'pass' });
        if (entrance?.kind !== 'refused') return undefined;
        // One that is told to end may ask on until it has: it is given one turn.
        told ??= Promise.resolve(closedBy(agent, entrance, true));
        return told;
      },
      answered: () => {
        if (heard) return;
        heard = true;
        void ask(agent, { kind: 'answered', token });
      },
      limited: (limit) => (told ??= close(limit)),
      left: async () => {
        clearInterval(renewal);
        if (place) await ask(agent, { kind: 'left', token });
      },
    };
  }

  return {
    async enter(agent, most, signal) {
      signal?.throwIfAborted();
      const token = randomUUID();
      if (most === undefined && isTrusted(agent)) return permit(agent, token, false);
      const entrance = await entranceOf(agent, { kind: 'enter', token, ...(most === undefined ? {} : { most }) });
      if (entrance?.kind === 'refused') throw closedBy(agent, entrance, false);
      const admitted = permit(agent, token, entrance?.place === true);
      if (signal?.aborted === true) await admitted.left();
      signal?.throwIfAborted();
      return admitted;
    },
  };
}

function isIn({ entrance }: AccountStep): boolean {
  return entrance?.kind === 'admitted' && entrance.place;
}

function closedBy(
  agent: string,
  { retry_ms, why }: Extract<AccountEntrance, { readonly kind: 'refused' }>,
  atWork: boolean,
): AccountClosedError {
  return new AccountClosedError(agent, retry_ms, why, atWork);
}
