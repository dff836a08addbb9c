import { Context } from '@temporalio/activity';
import { PhaseLimitError } from '../domain/failure.ts';
import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { ResultOf } from '../domain/phase-result.ts';
import type { Progress } from '../domain/task.ts';
import { NO_TRIES, triesMade } from '../domain/tries.ts';
import type { CarriedTries, PhaseInput, PhaseReport } from '../workflows/task/contract.ts';
import { recordAttempt } from './attempt-record.ts';
import { causeOf } from './cause-of.ts';
import type { ActivityPorts } from './ports.ts';
import { toApplicationFailure } from './to-application-failure.ts';
import { carried, mustNotKillWorkers, triesAtHand } from './tries-at-hand.ts';

/** A heartbeat is sent this often, in ms; the latest progress goes with it, and what came to nothing so far. */
const HEARTBEAT_INTERVAL_MS = 1_000;

/** The first heartbeat waits this long, in ms: whoever is done by then spares Temporal a message. */
const FIRST_HEARTBEAT_MS = 200;

/** What a phase's body works with. */
export interface PhaseWork {
  readonly input: PhaseInput;
  /** Aborted on cancellation, on shutdown and at the phase's limit. */
  readonly signal: AbortSignal;
  readonly progress: (message: string, fraction?: number) => void;
}

/**
 * The edge every phase goes through: heartbeats with progress, the time limit, the records, and the one place where an
 * error becomes a failure in Temporal's terms.
 */
export function phaseActivity<P extends Phase>(
  phase: P,
  ports: ActivityPorts,
  body: (work: PhaseWork) => Promise<ResultOf<P>>,
): (input: PhaseInput) => Promise<PhaseReport<P>> {
  return async (input) => {
    const context = Context.current();
    const { attempt } = context.info;
    const tries = triesAtHand(input, ports.now());
    mustNotKillWorkers(phase, tries);
    const limit = limitOf(phase, input.limit_seconds);
    const beat = heartbeat(phase, ports, carried(tries, attempt - 1));
    const record = recordAttempt(ports, phase, input, attempt);
    const signal = AbortSignal.any([context.cancellationSignal, limit.signal, ports.handBack]);
    try {
      const result = await body({ input, signal, progress: beat.progress });
      record.ended({ result });
      return { result, attempts: triesMade(tries) + 1, ...(tries === NO_TRIES ? {} : { tries }) };
    } catch (thrown) {
      const error = causeOf(thrown, signal);
      record.ended({ error: String(error) });
      const reckoned = toApplicationFailure(error, {
        tries,
        policy: input.retry,
        random: ports.random(),
        now: ports.now(),
        agent: PHASE_PROFILES[phase].agent,
        cancelRequested: context.cancellationDetails?.cancelRequested ?? false,
      });
      // Temporal keeps the last heartbeat of a failed attempt for the next one, and sends it before the failure.
      beat.last(carried(reckoned.tries, attempt));
      const { next } = reckoned;
      if (next?.kind === 'retry' && reckoned.tries.failures > tries.failures) ports.metrics.retried(phase);
      if (next?.kind === 'give_up' && next.exhausted) ports.metrics.exhausted(phase);
      throw reckoned.failure;
    } finally {
      beat.stop();
      limit.clear();
    }
  };
}

function limitOf(phase: Phase, seconds: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new PhaseLimitError(`${phase} was stopped at its limit of ${seconds} s.`));
  }, seconds * 1_000);
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

function heartbeat(phase: Phase, ports: ActivityPorts, tries: CarriedTries | undefined) {
  const context = Context.current();
  const { action } = PHASE_PROFILES[phase];
  let latest: Progress = { action, message: 'starting', at: new Date(ports.now()).toISOString() };
  const send = (onward: CarriedTries | undefined): void => {
    context.heartbeat({ ...latest, ...onward });
  };
  const beat = (): void => {
    send(tries);
  };
  let timer: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    beat();
    timer = setInterval(beat, HEARTBEAT_INTERVAL_MS);
  }, FIRST_HEARTBEAT_MS);
  return {
    progress: (message: string, fraction?: number): void => {
      const at = new Date(ports.now()).toISOString();
      latest = { action, message, at, ...(fraction === undefined ? {} : { fraction }) };
      if (timer !== undefined) beat();
    },
    last: send,
    stop: (): void => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
