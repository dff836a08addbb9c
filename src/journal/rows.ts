import { PHASE_PROFILES } from '../domain/phase.ts';
import type { AgentUsage, PhaseResult } from '../domain/phase-result.ts';
import { isHandedBack } from '../domain/tries.ts';
import type { FinishedPhaseRun, StartedPhaseRun } from '../persistence/phase-run-store.ts';
import type { RecordSink } from '../persistence/recorder/recorder.ts';
import type { AgentCallUnderWay, Attempt, AttemptFailure, JournalReader } from './event.ts';

/**
 * Has what happened written to the database's rows of tasks, attempts, calls and dead letters. They are written in the
 * background, and their loss is counted by the recorder; in which order is no matter: an older one never undoes a later one.
 */
export function rowsReader({ record }: RecordSink): JournalReader {
  /** What the calls of an attempt used that may fail after them. */
  const used = new WeakMap<Attempt, AgentUsage>();
  const ended = (
    attempt: Attempt,
    at: number,
    outcome: Omit<FinishedPhaseRun, keyof StartedPhaseRun | 'finished_at'>,
  ) => {
    record({ of: 'phase_run', run: { ...runOf(attempt), ...outcome, finished_at: isoOf(at) } });
  };
  return {
    attempt_began: ({ attempt }) => {
      record({ of: 'phase_run', run: runOf(attempt) });
    },
    attempt_answered: ({ attempt, at, result }) => {
      const { phase, verdict, usage, output } = result;
      const change = phase === 'CODE_IMPLEMENTATION' ? { files_changed: output.files_changed.length } : {};
      ended(attempt, at, { status: statusOf(verdict), verdict, ...usage, ...change });
    },
    attempt_failed: ({ attempt, at, failure }) => {
      ended(attempt, at, {
        status: statusOfFailure(failure),
        error: String(failure.error),
        ...used.get(attempt),
      });
    },
    attempt_lost: ({ attempt, at }) => {
      ended(attempt, at, { status: 'lost' });
    },
    model_called: ({ call, at, id, priced }) => {
      record({ of: 'model_call', call: { id, agent_call: call.id, ...aboutOf(call), at: isoOf(at), ...priced } });
    },
    call_ended: ({ call, at, end: outcome, usage, session }) => {
      const times = { ended_at: isoOf(at), duration_ms: Math.round(at - call.began) };
      record({
        of: 'agent_call',
        call: { id: call.id, ...aboutOf(call), ...times, outcome, ...usage, ...session },
      });
      if (usage !== undefined) used.set(call.attempt, usage);
    },
    task_closed: ({ state }) => {
      record({ of: 'task', state });
    },
    task_told: ({ state }) => {
      if (state !== undefined) record({ of: 'task', state });
    },
    dead_letter_changed: ({ letter: entry }) => {
      record({ of: 'dead_letter', entry });
    },
  };
}

function aboutOf({ agent, attempt }: AgentCallUnderWay) {
  const { task_id, project, phase, round } = attempt;
  return { agent, task_id, project, phase, round };
}

function runOf({ task_id, project, phase, round, call, attempt, began }: Attempt): StartedPhaseRun {
  const { agent } = PHASE_PROFILES[phase];
  return { task_id, project, phase, round, call, attempt, agent, started_at: isoOf(began) };
}

function statusOfFailure({ next, tries }: AttemptFailure): 'failed' | 'cancelled' | 'handed_back' | 'postponed' {
  if (next === undefined) return 'cancelled';
  if (isHandedBack(tries)) return 'handed_back';
  return next.kind === 'postpone' ? 'postponed' : 'failed';
}

function statusOf(verdict: PhaseResult['verdict']): 'passed' | 'failed' | 'rejected' {
  return verdict === 'failed' || verdict === 'rejected' ? verdict : 'passed';
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
