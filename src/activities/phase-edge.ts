import { Context } from '@temporalio/activity';
import { PhaseLimitError } from '../domain/failure.ts';
import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { ResultOf } from '../domain/phase-result.ts';
import type { Progress } from '../domain/task.ts';
import { NO_TRIES, type Tries, triesMade } from '../domain/tries.ts';
import type { CarriedTries, PhaseInput, PhaseReport } from '../workflows/task/contract.ts';
import { readTraceparent } from '../domain/trace/trace-context.ts';
import type { Attempt } from '../journal/event.ts';
import { maskOf } from '../observability/mask.ts';
import { maskedError } from '../observability/masked-error.ts';
import { secretsOfRequest } from '../observability/request-secrets.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import { causeOf } from './cause-of.ts';
import { tellOfEarlierAttempts } from './earlier-attempts.ts';
import { watchGaps } from './heartbeat-gaps.ts';
import { maskedResult } from './masked-result.ts';
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
  readonly attempt: Attempt;
}

/**
 * The edge every phase goes through: heartbeats with progress, the time limit, what the journal is told, and the one place where an
 * error becomes a failure in Temporal's terms.
 */
export function phaseActivity<P extends Phase>(
  phase: P,
  ports: ActivityPorts,
  body: (work: PhaseWork) => Promise<ResultOf<P>>,
): (input: PhaseInput) => Promise<PhaseReport<P>> {
  return async (input) => {
    const context = Context.current();
    const { journal } = ports;
    const tries = triesAtHand(input, ports.now());
    const attempt = attemptAtHand(input, tries, ports.now());
    tellOfEarlierAttempts(journal, attempt);
    mustNotKillWorkers(phase, tries);
    const limit = limitOf(phase, input.limit_seconds);
    const beat = heartbeat(phase, ports, carried(tries, attempt.attempt - 1));
    journal.tell({ kind: 'attempt_began', attempt });
    const mask = maskOf(secretsOfRequest(input.state.request), ports.mask);
    const signal = AbortSignal.any([context.cancellationSignal, limit.signal, ports.handBack]);
    const progress: PhaseWork['progress'] = (message, fraction) => {
      beat.progress(mask(message), fraction);
    };
    try {
      mustGoOnApart(phase, tries, ports.random());
      const result = maskedResult(await body({ input, signal, progress, mask, attempt }), mask);
      const at = ports.now();
      journal.tell({ kind: 'attempt_answered', attempt, at, result, notes: beat.gaps() });
      return {
        result: { ...result, ...(ports.isProfiling ? { ended_at: new Date(at).toISOString() } : {}) },
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
      const ended = { at: ports.now(), failure: { error, ...outcome }, notes: beat.gaps() };
      journal.tell({ kind: 'attempt_failed', attempt, ...ended });
      // Temporal keeps the last heartbeat of a failed attempt for the next one, and sends it before the failure.
      beat.last(carried(outcome.tries, attempt.attempt));
      throw failure;
    } finally {
      beat.stop();
      limit.clear();
    }
  };
}

/** The attempt that runs here, as Temporal knows it. */
function attemptAtHand(
  { state, checkpoint, phase, round, traceparent }: PhaseInput,
  tries: Tries,
  began: number,
): Attempt {
  const {
    workflowExecution,
    activityId,
    attempt,
    currentAttemptScheduledTimestampMs: scheduled,
  } = Context.current().info;
  const call = `${workflowExecution?.runId ?? ''}/${activityId}`;
  const phaseSpan = readTraceparent(traceparent);
  return { state, checkpoint, phase, round, call, attempt, tries, scheduled, began, phaseSpan };
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
