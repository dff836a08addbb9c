import { Context } from '@temporalio/activity';
import { PhaseLimitError } from '../domain/failure.ts';
import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { ResultOf } from '../domain/phase-result.ts';
import type { Progress } from '../domain/task.ts';
import { NO_TRIES, triesMade } from '../domain/tries.ts';
import type { CarriedTries, PhaseInput, PhaseReport } from '../workflows/task/contract.ts';
import type { TraceContext } from '../domain/trace/trace-context.ts';
import { maskOf } from '../observability/mask.ts';
import { maskedError } from '../observability/masked-error.ts';
import { secretsOfRequest } from '../observability/request-secrets.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import { observeAttempt } from './attempt-observation.ts';
import { causeOf } from './cause-of.ts';
import { tellOfEarlierAttempts } from './earlier-attempts.ts';
import { watchGaps } from './heartbeat-gaps.ts';
import { maskedResult } from './masked-result.ts';
import type { Stopwatch } from './phase-profile.ts';
import type { ActivityPorts } from './ports.ts';
import { toApplicationFailure } from './to-application-failure.ts';
import { carried, mustGoOnApart, mustNotKillWorkers, triesAtHand } from './tries-at-hand.ts';

/** A heartbeat is sent this often, in ms; the latest progress goes with it, and what came to nothing so far. */
const HEARTBEAT_INTERVAL_MS = 1_000;

/** The first heartbeat waits this long, in ms: whoever is done by then spares Temporal a message. */
const FIRST_HEARTBEAT_MS = 200;

/** A time without a heartbeat that is worth telling of, in ms. */
const LONGEST_SILENCE_MS = 3 * HEARTBEAT_INTERVAL_MS;

/** What a phase's body works with. */
export interface PhaseWork {
  readonly input: PhaseInput;
  /** Aborted on cancellation, on shutdown and at the phase's limit. */
  readonly signal: AbortSignal;
  readonly progress: (message: string, fraction?: number) => void;
  /** Hides what the process and the task's request hold as secrets. */
  readonly mask: Mask;
  readonly stopwatch: Stopwatch;
  /** The attempt's span; undefined for a task of a time before traces. */
  readonly trace: TraceContext | undefined;
}

/**
 * The edge every phase goes through: heartbeats with progress, the time limit, all who look on, and the one place where an
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
    tellOfEarlierAttempts(ports, input);
    mustNotKillWorkers(phase, tries);
    const limit = limitOf(phase, input.limit_seconds);
    const beat = heartbeat(phase, ports, carried(tries, attempt - 1));
    const observed = observeAttempt(ports, phase, input, tries);
    const mask = maskOf(secretsOfRequest(input.state.request), ports.mask);
    const signal = AbortSignal.any([context.cancellationSignal, limit.signal, ports.handBack]);
    const progress: PhaseWork['progress'] = (message, fraction) => {
      beat.progress(mask(message), fraction);
    };
    try {
      mustGoOnApart(phase, tries, ports.random());
      const { stopwatch, trace } = observed;
      const result = maskedResult(await body({ input, signal, progress, mask, stopwatch, trace }), mask);
      return {
        result: { ...result, ...observed.answered(result, beat.gaps()) },
        attempts: triesMade(tries) + 1,
        ...(tries === NO_TRIES ? {} : { tries }),
      };
    } catch (thrown) {
      // Before anybody hears of it: what is in a history stays there.
      const error = maskedError(causeOf(thrown, signal), mask);
      const { failure, ...outcome } = toApplicationFailure(error, {
        tries,
        policy: input.retry,
        random: ports.random(),
        now: ports.now(),
        agent: PHASE_PROFILES[phase].agent,
        cancelRequested: context.cancellationDetails?.cancelRequested ?? false,
      });
      observed.failed({ error, ...outcome }, beat.gaps());
      // Temporal keeps the last heartbeat of a failed attempt for the next one, and sends it before the failure.
      beat.last(carried(outcome.tries, attempt));
      throw failure;
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
  const began = ports.now();
  const watch = watchGaps(LONGEST_SILENCE_MS, began);
  const send = (onward: CarriedTries | undefined): void => {
    const at = ports.now();
    watch.beat(at);
    context.heartbeat({ ...latest, ...onward, sign: { attempt: context.info.attempt, began, at } });
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
    gaps: watch.attributes,
    stop: (): void => {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
