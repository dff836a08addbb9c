import { type Phase, PHASE_PROFILES } from '../domain/phase.ts';
import type { PhaseResult } from '../domain/phase-result.ts';
import { isHandedBack } from '../domain/tries.ts';
import type { PhaseInput } from '../workflows/task/contract.ts';
import type { ActivityPorts } from './ports.ts';
import type { AttemptFailure } from './to-application-failure.ts';

/** How an attempt ended: in a result, or in an error, by what followed. */
export type AttemptEnd = { readonly result: PhaseResult } | AttemptFailure;

/**
 * Records one attempt of a phase. A record is observation: it is written in the background, and its loss is counted by
 * the recorder. In which order records are written is no matter: an older one never undoes a later one.
 */
export function recordAttempt(ports: ActivityPorts, phase: Phase, input: PhaseInput, attempt: number) {
  const { records } = ports;
  const run = {
    task_id: input.task_id,
    project: input.state.request.project,
    phase,
    round: input.round,
    attempt,
    agent: PHASE_PROFILES[phase].agent,
    started_at: new Date(ports.now()).toISOString(),
  };
  records.record({ of: 'task', state: input.state });
  records.record({ of: 'phase_run', run });
  return {
    ended(end: AttemptEnd): void {
      const finished_at = new Date(ports.now()).toISOString();
      records.record({ of: 'phase_run', run: { ...run, ...outcomeOf(end), finished_at } });
    },
  };
}

function outcomeOf(end: AttemptEnd) {
  if ('error' in end) return { status: statusOfFailure(end), error: String(end.error) };
  const { phase, verdict, usage, output } = end.result;
  const change = phase === 'CODE_IMPLEMENTATION' ? { files_changed: output.files_changed.length } : {};
  return { status: statusOf(verdict), verdict, ...usage, ...change };
}

function statusOfFailure({ next, tries }: AttemptFailure): 'failed' | 'cancelled' | 'handed_back' | 'postponed' {
  if (next === undefined) return 'cancelled';
  if (isHandedBack(tries)) return 'handed_back';
  return next.kind === 'postpone' ? 'postponed' : 'failed';
}

function statusOf(verdict: PhaseResult['verdict']): 'passed' | 'failed' | 'rejected' {
  return verdict === 'failed' || verdict === 'rejected' ? verdict : 'passed';
}
