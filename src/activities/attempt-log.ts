import { errorGroupOf } from '../domain/error-group.ts';
import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import { type TraceContext, traceOf } from '../domain/trace/trace-context.ts';
import { isHandedBack, type Tries, triesMade } from '../domain/tries.ts';
import { tracedSubject } from '../observability/log-fields.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';
import type { AttemptFailure } from './to-application-failure.ts';

/** The line with which an attempt ends. */
export interface AttemptLog {
  answered(result: PhaseResult): void;
  failed(failure: AttemptFailure): void;
}

/** Says in the log that an attempt of a phase begins, and how it ends: a line each. `span` is the attempt's. */
export function logAttempt(
  { log, now }: Pick<ActivityPorts, 'log' | 'now'>,
  phase: Phase,
  { task_id, state, round }: PhaseInput,
  { tries, span = traceOf(state) }: { readonly tries: Tries; readonly span?: TraceContext | undefined },
): AttemptLog {
  const subject = { ...tracedSubject(task_id, span), workflow_phase: phase };
  const attempt = triesMade(tries) + 1;
  const context = { ...subject, agent: PHASE_PROFILES[phase].agent, round, attempt };
  const began = now();
  log.info(context, attempt === 1 ? 'The phase begins' : 'The phase is tried again');
  const ended = () => ({ ...context, duration_ms: Math.max(0, now() - began) });
  return {
    answered: ({ verdict, usage }) => {
      log.info({ ...ended(), verdict, ...usage }, 'The phase ends');
    },
    failed: ({ error, tries: made, next }) => {
      const { kind, ...more } = next ?? { kind: 'cancelled' };
      const said = { ...ended(), ...groupOf(error), next: kind, ...more, err: error };
      if (next === undefined) log.info(said, 'The attempt ends with its task, which is cancelled');
      else if (isHandedBack(made)) log.info(said, 'The attempt is broken off here; another worker goes on');
      else if (next.kind === 'postpone') log.info(said, 'The phase waits before it is tried again');
      else if (next.kind === 'retry') log.warn(said, 'The attempt failed and is retried');
      else log.error(said, 'The phase is given up');
    },
  };
}

function groupOf(error: unknown): { readonly error_type: string; readonly error_group: string } {
  const { name: type, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { error_type: type, error_group: errorGroupOf({ type, message }).id };
}
