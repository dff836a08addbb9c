import type { Ansis } from 'ansis';
import { PHASE_PROFILES } from '../../domain/phase.ts';
import type { PhaseView, TaskView } from '../api/task-view.ts';
import { duration } from './duration.ts';
import { cut } from './text.ts';
import { waitingNote } from './waiting.ts';

/** How a view is drawn: its colours, the width of a line in characters, the time in ms since the epoch, and a frame. */
export interface Drawing {
  readonly colours: Ansis;
  readonly width: number;
  readonly now: number;
  /** Counts up while something moves. */
  readonly frame: number;
}

type Colour = 'green' | 'red' | 'cyan' | 'yellow' | 'gray';
type PhaseStatus = PhaseView['status'];

const marks: Readonly<Record<PhaseStatus, { readonly mark: string; readonly colour: Colour }>> = {
  pending: { mark: '○', colour: 'gray' },
  running: { mark: '●', colour: 'cyan' },
  passed: { mark: '✔', colour: 'green' },
  failed: { mark: '✖', colour: 'red' },
  rejected: { mark: '✖', colour: 'red' },
  cancelled: { mark: '■', colour: 'yellow' },
};

const movement = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const titleWidth = 24;
const durationWidth = 12;
const indent = 2;

/** How long a phase has worked so far, over all rounds, in ms; undefined when it has not begun. */
export function workedMs(phase: PhaseView, now: number): number | undefined {
  if (phase.status !== 'running' || phase.started_at === undefined) return phase.duration_ms;
  return (phase.duration_ms ?? 0) + Math.max(0, now - Date.parse(phase.started_at));
}

/** A phase on one line: mark, title, duration, and what there is to say about it. */
export function phaseRow(phase: PhaseView, task: TaskView, { colours, width, now, frame }: Drawing): string {
  const { mark, colour } = marks[phase.status];
  const waits = phase.status === 'running' && task.waiting_for !== undefined;
  const moving = phase.status === 'running' && !waits ? movement[frame % movement.length] : undefined;
  const worked = workedMs(phase, now);
  const title = PHASE_PROFILES[phase.phase].title.padEnd(titleWidth);
  const time = (worked === undefined || (phase.status === 'pending' && worked === 0) ? '' : duration(worked)).padStart(
    durationWidth,
  );
  const room = width - indent - 2 - titleWidth - durationWidth - 2;
  const note = cut(noteOf(phase, task, now), room);
  const paintNote = waits ? colours.yellow : colours.gray;
  const paintTitle = phase.status === 'pending' ? colours.gray(title) : title;
  const row = `${' '.repeat(indent)}${colours[waits ? 'yellow' : colour](moving ?? mark)} ${paintTitle}${colours.gray(time)}`;
  return note === '' ? row.trimEnd() : `${row}  ${paintNote(note)}`;
}

function noteOf(phase: PhaseView, task: TaskView, now: number): string {
  if (phase.status === 'pending') return phase.attempts > 0 ? `again in round ${task.round}` : '';
  if (phase.status === 'running') {
    const waiting = waitingNote(task.waiting_for, now);
    const doing = waiting ?? progressNote(task);
    return [...(waiting === undefined ? countsOf(phase) : []), doing].filter((part) => part !== '').join(' · ');
  }
  return [...(phase.status === 'rejected' ? ['rejected'] : []), ...countsOf(phase)].join(', ');
}

function progressNote({ progress }: TaskView): string {
  if (progress === undefined) return '';
  const done = progress.fraction === undefined ? '' : `${Math.round(progress.fraction * 100)} % · `;
  return `${done}${progress.message}`;
}

/** The round, when it is not the first, and the attempts, when there were more than rounds. */
function countsOf({ attempts, round, status }: PhaseView): readonly string[] {
  const count = status === 'running' ? `attempt ${attempts}` : `${attempts} attempts`;
  return [...(round > 1 ? [`round ${round}`] : []), ...(attempts > round ? [count] : [])];
}
