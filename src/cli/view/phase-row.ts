import type { Ansis } from 'ansis';
import { PHASE_PROFILES } from '../../domain/phase.ts';
import type { PhaseView, TaskView } from '../../contract/task/task.ts';
import { duration } from '../../domain/report/duration.ts';
import { phaseNote } from './phase-note.ts';
import { cut } from '../../text/cut.ts';
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
const durationWidth = 10;

/** How long a phase has worked so far, over all rounds, in ms; undefined when it has not begun. */
function workedMs(phase: PhaseView, now: number): number | undefined {
  if (phase.status !== 'running' || phase.started_at === null) return phase.duration_ms ?? undefined;
  return (phase.duration_ms ?? 0) + Math.max(0, now - Date.parse(phase.started_at));
}

/** A phase on one line, and on a second one what is being done or waited for while it runs. */
export function phaseRows(
  phase: PhaseView,
  task: TaskView,
  { colours, width, now, frame }: Drawing,
): readonly string[] {
  const { mark, colour } = marks[phase.status];
  const waiting = phase.status === 'running' ? waitingNote(task.waiting_for, now) : undefined;
  const moving = phase.status === 'running' && waiting === undefined ? movement[frame % movement.length] : undefined;
  const paint = colours[waiting === undefined ? colour : 'yellow'];
  const title = PHASE_PROFILES[phase.phase].title.padEnd(titleWidth);
  const worked = workedMs(phase, now);
  const time = (worked === undefined ? '' : duration(worked)).padStart(durationWidth);
  const head = `  ${paint(moving ?? mark)} ${phase.status === 'pending' ? colours.gray(title) : title}`;
  const note = phaseNote(phase, task.round);
  const doing = phase.status === 'running' ? (waiting ?? progressNote(task)) : '';
  return [
    (worked === undefined ? head : `${head}${colours.gray(`${time}  ${note}`.trimEnd())}`).trimEnd(),
    ...(doing === '' ? [] : [`    ${(waiting === undefined ? colours.gray : colours.yellow)(cut(doing, width - 4))}`]),
  ];
}

function progressNote({ progress }: TaskView): string {
  if (progress === null) return '';
  const done = progress.fraction === undefined ? '' : `${Math.round(progress.fraction * 100)} % · `;
  return `${done}${progress.message}`;
}
