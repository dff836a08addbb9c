import type { Ansis } from 'ansis';
import { duration } from '../../domain/duration.ts';
import { PHASE_PROFILES } from '../../domain/phase.ts';
import type { PhaseView, TaskView } from '../../contract/task/task.ts';
import { PHASE_TONES } from '../../domain/statuses.ts';
import type { PhaseStatus } from '../../domain/task.ts';
import { TONE_COLOURS } from './tone.ts';
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

const MARKS: Readonly<Record<PhaseStatus, string>> = {
  pending: '○',
  running: '●',
  passed: '✔',
  failed: '✖',
  rejected: '✖',
  cancelled: '■',
};

const movement = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const TITLE_WIDTH = 24;
const DURATION_WIDTH = 10;

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
  const waiting = phase.status === 'running' ? waitingNote(task.waiting_for, now) : undefined;
  const moving = phase.status === 'running' && waiting === undefined ? movement[frame % movement.length] : undefined;
  const paint = colours[waiting === undefined ? TONE_COLOURS[PHASE_TONES[phase.status]] : 'yellow'];
  const title = PHASE_PROFILES[phase.phase].title.padEnd(TITLE_WIDTH);
  const worked = workedMs(phase, now);
  const time = (worked === undefined ? '' : duration(worked)).padStart(DURATION_WIDTH);
  const head = `  ${paint(moving ?? MARKS[phase.status])} ${phase.status === 'pending' ? colours.gray(title) : title}`;
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
