import { randomUUID } from 'node:crypto';
import type { CallPermit, BreakerEvent, BreakerSettings, BreakerStep } from '../domain/circuit-breaker.ts';
import { CircuitBreakerOpenError } from '../domain/failure.ts';
import type { ApplyToBreaker } from './breaker-store.ts';
import { createBreakerTrust } from './breaker-trust.ts';
import { keptReason } from './kept-reason.ts';
import { createPatience, PATIENCE_MS } from './patience.ts';

/** What a call of an agent that was let in says in the end, once. None of it ever rejects, or waits for longer than 1 s. */
export interface Permit {
  /** The call shows that it goes on; cheap, so say it as often as there is a sign. */
  alive(): void;
  succeeded(): Promise<void>;
  /** The agent itself failed. Resolves for a call that only tried it: with how long to wait before the next, in ms. */
  failed(reason: string): Promise<number | undefined>;
  /** The call ended in a way that says nothing about the agent. */
  released(): Promise<void>;
}

/** The breakers that stand before agents, one an agent. */
export interface CircuitBreakers {
  /**
   * Lets a call of an agent in, or not; lets it in when nobody knows, because the database is away.
   * @throws {CircuitBreakerOpenError} with the time to wait.
   */
  enter(agent: string, signal?: AbortSignal): Promise<Permit>;
}

/** What the breakers work with. Times in ms. */
export interface CircuitBreakersSetup {
  readonly apply: ApplyToBreaker;
  readonly settings: Pick<BreakerSettings, 'probe_lease_ms'>;
  readonly log: { warn(context: object, message: string): void };
  /** How long an answer of the database is waited for. */
  readonly patienceMs?: number;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** A clock that is never set back. */
  readonly now?: () => number;
}

/** A call that finds all probes taken comes back after 2 to 5 s: spread, so that not all come at once. */
const FULL_WAIT_MS = { least: 2_000, spread: 3_000 };

/** A probe renews its lease when a third of it has passed. */
const RENEWALS_A_LEASE = 3;

const UNKNOWN: Permit = {
  alive: () => undefined,
  succeeded: () => Promise.resolve(),
  failed: () => Promise.resolve(undefined),
  released: () => Promise.resolve(),
};

/**
 * Breakers over a way to have events happen to them. While one is trusted to be clean nothing is asked of it: calls are let
 * in, and neither that they succeeded nor that they were released is told, for none of that would change it. A call that
 * was let in meanwhile although the breaker had opened counts for nothing, by its generation.
 */
export function createCircuitBreakers(setup: CircuitBreakersSetup): CircuitBreakers {
  const { apply, settings, log, patienceMs = PATIENCE_MS } = setup;
  const { random = Math.random, now = () => performance.now() } = setup;
  const trust = createBreakerTrust(now);
  const away = 'Breaker state unknown: database away. Calls of agents go through';
  const inTime = createPatience({ patienceMs, now, log, away });

  /** The answer, or undefined when the database is away or slow; `late` is told of one that comes after all. */
  async function ask(agent: string, event: BreakerEvent, late?: (step: BreakerStep) => void) {
    const learn = trust.asked(agent, event);
    const answer = apply(agent, event).then((step) => {
      learn(step);
      return step;
    });
    return inTime(agent, answer, late);
  }

  function permit(agent: string, admission: CallPermit, probe: boolean): Permit {
    const report = async (event: BreakerEvent): Promise<void> => {
      if (probe || trust.generationOf(agent) === undefined) await ask(agent, event);
    };
    let heardAt = now();
    return {
      alive: () => {
        if (!probe || now() - heardAt < settings.probe_lease_ms / RENEWALS_A_LEASE) return;
        heardAt = now();
        void report({ kind: 'alive', ...admission });
      },
      succeeded: () => report({ kind: 'succeeded', ...admission }),
      failed: async (reason) => {
        const step = await ask(agent, { kind: 'failed', ...admission, reason: keptReason(reason) });
        return probe && step !== undefined ? waitAfter(step) : undefined;
      },
      released: () => report({ kind: 'released', ...admission }),
    };
  }

  /** Full probes and an unknown time are the same to a call: it comes back after some seconds. */
  const aWhile = (): number => Math.round(FULL_WAIT_MS.least + random() * FULL_WAIT_MS.spread);

  const waitAfter = ({ breaker }: BreakerStep): number =>
    breaker.state === 'OPEN' && breaker.until !== undefined ? breaker.until - breaker.since : aWhile();

  return {
    async enter(agent, signal) {
      signal?.throwIfAborted();
      const token = randomUUID();
      const generation = trust.generationOf(agent);
      if (generation !== undefined) return permit(agent, { token, generation }, false);
      const leave = ({ entrance }: BreakerStep): void => {
        if (entrance?.kind === 'admitted') {
          void ask(agent, { kind: 'released', token, generation: entrance.generation });
        }
      };
      // A call that has gone through without an answer needs no place among the probes.
      const step = await ask(agent, { kind: 'enter', token }, leave);
      if (signal?.aborted === true && step !== undefined) leave(step);
      signal?.throwIfAborted();
      const entrance = step?.entrance;
      if (entrance === undefined) return UNKNOWN;
      if (entrance.kind === 'admitted')
        return permit(agent, { token, generation: entrance.generation }, entrance.probe);
      throw new CircuitBreakerOpenError(agent, entrance.retry_ms === 0 ? aWhile() : entrance.retry_ms);
    },
  };
}
