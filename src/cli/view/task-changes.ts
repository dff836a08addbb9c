import { duration } from '../../domain/duration.ts';
import { PHASE_PROFILES } from '../../domain/phase.ts';
import { isAtRest } from '../../domain/task.ts';
import type { PhaseView, TaskView } from '../../contract/task/task.ts';
import { phaseNote } from './phase-note.ts';
import { oneLine } from '../../text/printable.ts';
import { waitingNote, waitsOtherwise } from './waiting.ts';

/**
 * What changed from one state of a task to the next, a plain line each: phases that began or ended, what the agent is
 * doing, what the task waits for, its end. `now` is in ms since the epoch.
 */
export function taskChanges(before: TaskView | undefined, after: TaskView, now: number): readonly string[] {
  const lines = after.phases.flatMap((phase) => phaseChange(phaseOf(before, phase), phase, after.round));
  const doing = progressLine(after);
  if (doing !== undefined && (before === undefined || doing !== progressLine(before))) lines.push(doing);
  const { waiting_for: waiting } = after;
  if (waiting !== null && waitsOtherwise(before?.waiting_for ?? null, waiting)) {
    lines.push(row('', 'waiting', waitingNote(waiting, now) ?? ''));
  }
  if (isAtRest(after) && (before === undefined || !isAtRest(before))) lines.push(ending(after));
  return lines;
}

function phaseOf(task: TaskView | undefined, { phase }: PhaseView): PhaseView | undefined {
  return task?.phases.find((known) => known.phase === phase);
}

function phaseChange(before: PhaseView | undefined, after: PhaseView, taskRound: number): string[] {
  const line = phaseLine(after, taskRound);
  return line === undefined || (before !== undefined && line === phaseLine(before, taskRound)) ? [] : [line];
}

/** A phase in one line; undefined for one that has not run. A verdict that sent the task back is told as such. */
function phaseLine(phase: PhaseView, taskRound: number): string | undefined {
  const { status, verdict, attempts, duration_ms } = phase;
  const sentBack = status === 'pending' && (verdict === 'failed' || verdict === 'rejected');
  if (status === 'pending' && !(sentBack && attempts > 0)) return undefined;
  const time = status === 'running' || duration_ms === null ? [] : [duration(duration_ms)];
  const note = sentBack ? `back to the coder, round ${taskRound}` : phaseNote(phase, taskRound);
  const notes = [...time, ...(note === '' || note === status ? [] : [note])];
  return row(PHASE_PROFILES[phase.phase].title, sentBack ? verdict : status, notes.join(', '));
}

function progressLine(task: TaskView): string | undefined {
  const running = task.phases.find(({ status }) => status === 'running');
  if (running === undefined || task.progress === null) return undefined;
  return row('', '', oneLine(task.progress.message));
}

function ending(task: TaskView): string {
  const error = task.error === null ? '' : ` in ${task.error.phase}: ${oneLine(task.error.message)}`;
  return `${task.task_id} ${task.status}${error}`;
}

function row(title: string, status: string, note: string): string {
  return `${title.padEnd(24)} ${status.padEnd(9)} ${note}`.trimEnd();
}
