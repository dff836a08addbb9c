import { errorGroupOf } from '../domain/error-group.ts';
import { PHASE_PROFILES } from '../domain/phase.ts';
import { traceOf } from '../domain/trace/trace-context.ts';
import { isHandedBack, triesMade } from '../domain/tries.ts';
import { tracedSubject } from '../observability/log-fields.ts';
import type { Attempt, JournalReader } from './event.ts';
import { spanOfAttempt } from './spans.ts';

/** Where lines of the log go; a pino logger is one. */
export interface LineLog {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

/** Says in the log that attempts begin and how they end, how tasks come to rest, and that breakers change: a line each. */
export function linesReader(log: LineLog): JournalReader {
  return {
    attempt_began: ({ attempt }) => {
      log.info(aboutAttempt(attempt), triesMade(attempt.tries) === 0 ? 'The phase begins' : 'The phase is tried again');
    },
    attempt_answered: ({ attempt, at, result: { verdict, usage } }) => {
      log.info({ ...ended(attempt, at), verdict, ...usage }, 'The phase ends');
    },
    attempt_failed: ({ attempt, at, failure: { error, tries, next } }) => {
      const { kind, ...more } = next ?? { kind: 'cancelled' };
      const said = { ...ended(attempt, at), ...groupOf(error), next: kind, ...more, err: error };
      if (next === undefined) log.info(said, 'The attempt ends with its task, which is cancelled');
      else if (isHandedBack(tries)) log.info(said, 'The attempt is broken off here; another worker goes on');
      else if (next.kind === 'postpone') log.info(said, 'The phase waits before it is tried again');
      else if (next.kind === 'retry') log.warn(said, 'The attempt failed and is retried');
      else log.error(said, 'The phase is given up');
    },
    budget_warned: ({ call, use }) => {
      log.warn({ ...aboutAttempt(call.attempt), agent: call.agent, budget: use }, 'A budget is nearly spent');
    },
    account_closed: ({ agent, wait_ms, reason }) => {
      log.warn({ agent, wait_ms, reason }, 'An account takes no calls: its limit is reached');
    },
    delivered: ({ state, how, pull_request: { url, commit_sha, problems } }) => {
      const line = { ...tracedSubject(state.task_id, traceOf(state)), url, commit_sha, how, problems };
      if (problems.length === 0) log.info(line, 'The change is handed over by a pull request');
      else log.warn(line, 'The change is handed over by a pull request, though not in all as it should be');
    },
    task_rested: ({ state, at }) => {
      const { task_id, status, error, created_at, finished_at } = state;
      const end = finished_at === undefined ? at : Date.parse(finished_at);
      const failure =
        error === undefined
          ? {}
          : {
              workflow_phase: error.phase,
              error_type: error.type,
              error_group: errorGroupOf(error).id,
              reason: error.message,
            };
      const duration_ms = Math.max(0, end - Date.parse(created_at));
      const line = { ...tracedSubject(task_id, traceOf(state)), ...failure, status, duration_ms };
      if (status === 'completed' || status === 'cancelled') log.info(line, 'The task ends');
      else log.warn(line, status === 'dead_lettered' ? 'The task is parked' : 'The task ends');
    },
    dead_letter_changed: ({ letter }) => {
      const { task_id, phase: workflow_phase, status, generation, reason } = letter;
      if (status === 'parked') return;
      const subject = { ...tracedSubject(task_id, traceOf(letter.workflow_state.state)), workflow_phase };
      log.info({ ...subject, status, generation, reason }, 'It is decided about the parked task');
    },
    breaker_changed: ({ agent, state, generation, reason }) => {
      const level = state === 'OPEN' ? 'warn' : 'info';
      log[level]({ agent, state, generation, reason }, 'A circuit breaker changed');
    },
  };
}

function aboutAttempt(of: Attempt): object {
  const { task_id, phase, round, tries } = of;
  const subject = tracedSubject(task_id, spanOfAttempt(of));
  const { agent } = PHASE_PROFILES[phase];
  return { ...subject, workflow_phase: phase, agent, round, attempt: triesMade(tries) + 1 };
}

function ended(attempt: Attempt, at: number): object {
  return { ...aboutAttempt(attempt), duration_ms: Math.max(0, at - attempt.began) };
}

function groupOf(error: unknown): { readonly error_type: string; readonly error_group: string } {
  const { name: type, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { error_type: type, error_group: errorGroupOf({ type, message }).id };
}
