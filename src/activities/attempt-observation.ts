import type { Phase } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import type { SpanAttributes } from '../domain/trace/span.ts';
import type { TraceContext } from '../domain/trace/trace-context.ts';
import type { Tries } from '../domain/tries.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import { logAttempt } from './attempt-log.ts';
import { attemptAtHand, recordAttempt } from './attempt-record.ts';
import { beginAttemptSpan } from './attempt-span.ts';
import { profileAttempt, type Stopwatch } from './phase-profile.ts';
import type { ActivityPorts } from './ports.ts';
import type { AttemptFailure } from './to-application-failure.ts';

/** An attempt, and all who look on: its record, span, lines, profile and metrics. None of them can fail it or hold it up. */
export interface ObservedAttempt {
  readonly stopwatch: Stopwatch;
  /** The attempt's span; undefined for a task of a time before traces. */
  readonly trace: TraceContext | undefined;
  /** `more`: what the span is to say besides. Gives what the result is to say besides. */
  answered(result: PhaseResult, more: SpanAttributes): { readonly ended_at?: string };
  failed(failure: AttemptFailure, more: SpanAttributes): void;
}

/** Begins to observe an attempt, with the tries that were made before it. */
export function observeAttempt(ports: ActivityPorts, phase: Phase, input: PhaseInput, tries: Tries): ObservedAttempt {
  const record = recordAttempt(ports, phase, input, attemptAtHand());
  const span = beginAttemptSpan(ports, input);
  const lines = logAttempt(ports, phase, input, { tries, span: span.context });
  const profile = profileAttempt(ports, phase, input, tries);
  return {
    stopwatch: profile.stopwatch,
    trace: span.context,
    answered(result, more) {
      record.ended({ result });
      lines.answered(result);
      span.answered(result, more);
      return profile.ended();
    },
    failed(failure, more) {
      const { error, tries: made, next } = failure;
      record.ended(failure);
      lines.failed(failure);
      span.failed(error, next, more);
      profile.ended();
      if (next?.kind === 'retry' && made.failures > tries.failures) ports.metrics.retried(phase);
      if (next?.kind === 'give_up' && next.exhausted) ports.metrics.exhausted(phase);
    },
  };
}
