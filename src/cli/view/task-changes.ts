import { PHASE_PROFILES } from '../../domain/phase.ts';
import { hasEnded, type PhaseView, type TaskView } from '../api/task-view.ts';
import { duration } from './duration.ts';
import { oneLine } from './text.ts';
import { waitingNote } from './waiting.ts';

/**
 * What changed from one state of a task to the next, a plain line each: phases that began or ended, what the agent is
 * doing, what the task waits for, its end. `now` is in ms since the epoch.
 */
export function taskChanges(before: TaskView | undefined, after: TaskView, now: number): readonly string[] {
  const lines = after.phases.flatMap((phase) => phaseChange(phaseOf(before, phase), phase));
  const doing = progressLine(after);
  if (doing !== undefined && (before === undefined || doing !== progressLine(before))) lines.push(doing);
  const { waiting_for: waiting } = after;
  if (waiting !== undefined && JSON.stringify(waiting) !== JSON.stringify(before?.waiting_for)) {
    lines.push(row('', 'waiting', waitingNote(waiting, now) ?? ''));
  }
  if (hasEnded(after) && (before === undefined || !hasEnded(before))) lines.push(ending(after));
  return lines;
}

function phaseOf(task: TaskView | undefined, { phase }: PhaseView): PhaseView | undefined {
  return task?.phases.find((known) => known.phase === phase);
}

function phaseChange(before: PhaseView | undefined, after: PhaseView): string[] {
  const { status, round, attempts } = after;
  const same = before?.status === status && before.round === round && before.attempts === attempts;
  if (same || status === 'pending') return [];
  const notes = [
    ...(status === 'running' || after.duration_ms === undefined ? [] : [duration(after.duration_ms)]),
    ...(round > 1 ? [`round ${round}`] : []),
    ...(attempts > 1 ? [status === 'running' ? `attempt ${attempts}` : `${attempts} attempts`] : []),
  ];
  return [row(PHASE_PROFILES[after.phase].title, status, notes.join(', '))];
}

function progressLine(task: TaskView): string | undefined {
  const running = task.phases.find(({ status }) => status === 'running');
  if (running === undefined || task.progress === undefined) return undefined;
  return row('', '', oneLine(task.progress.message));
}

function ending(task: TaskView): string {
  const error = task.error === undefined ? '' : ` in ${task.error.phase}: ${oneLine(task.error.message)}`;
  return `${task.task_id} ${task.status}${error}`;
}

function row(title: string, status: string, note: string): string {
  return `${title.padEnd(24)} ${status.padEnd(9)} ${note}`.trimEnd();
}
