import { Context } from '@temporalio/activity';
import { PhaseLimitError } from '../domain/failure.ts';
import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { ResultOf } from '../domain/phase-result.ts';
import { NO_TRIES, triesMade } from '../domain/tries.ts';
import type { PhaseInput, PhaseReport } from '../workflows/task/contract.ts';
import type { Attempt } from '../journal/event.ts';
import { maskOf } from '../observability/mask.ts';
import { maskedError } from '../observability/masked-error.ts';
import { secretsOfRequest } from '../observability/request-secrets.ts';
import type { Mask } from '../observability/secret-shapes.ts';
import {
  attemptAtHand,
  carried,
  mustGoOnApart,
  mustNotKillWorkers,
  tellOfEarlierAttempts,
  triesAtHand,
} from './attempt-at-hand.ts';
import { startHeartbeat } from './heartbeat.ts';
import { maskedResult } from './masked-result.ts';
import type { ActivityPorts } from './ports.ts';
import { causeOf, toApplicationFailure } from './to-application-failure.ts';

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
    const beat = startHeartbeat(phase, ports, carried(tries, attempt.attempt - 1));
    journal.tell({ kind: 'attempt_began', attempt });
    const mask = maskOf(secretsOfRequest(input.request), ports.mask);
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
