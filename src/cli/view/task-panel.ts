import { duration } from '../../domain/duration.ts';
import { isAtRest } from '../../domain/task.ts';
import type { TaskView } from '../../contract/task/task.ts';
import { type Drawing, phaseRows } from './phase-row.ts';
import { statusWord } from './tone.ts';
import { cut } from '../../text/cut.ts';
import { wrap } from '../../text/wrap.ts';
import { featureName } from './feature-name.ts';
import { waitingNote } from './waiting.ts';

/** A task as it stands: what it is, its phases, and how it ended once it has. No line is wider than the drawing. */
export function taskPanel(task: TaskView, drawing: Drawing): readonly string[] {
  const { colours, width } = drawing;
  const about = [task.task_id, task.project, `priority ${task.priority}`];
  return [
    `  ${colours.bold(cut(featureName(task.feature), width - 2))}`,
    `  ${colours.gray(cut(about.join(' · '), width - 2))}`,
    '',
    ...task.phases.flatMap((phase) => phaseRows(phase, task, drawing)),
    '',
    ...statusLines(task, drawing),
  ];
}

function statusLines(task: TaskView, { colours, now, width }: Drawing): readonly string[] {
  const ended = task.finished_at === null ? now : Date.parse(task.finished_at);
  const time = duration(ended - Date.parse(task.started_at ?? task.created_at));
  if (!isAtRest(task)) {
    // What a phase under way waits for stands beside the phase.
    const isIdle = task.phases.every(({ status }) => status !== 'running');
    const waiting = isIdle ? waitingNote(task.waiting_for, now) : undefined;
    const [first = '', ...more] = wrap(`for ${time}${waiting === undefined ? '' : ` · ${waiting}`}`, width - 10);
    return [
      `  ${statusWord(task.status, colours)} ${colours.gray(first)}`,
      ...more.map((line) => `         ${colours.gray(line)}`),
    ];
  }
  const satisfied = task.result?.already_satisfied === true ? ': the feature is there already, nothing was built' : '';
  return [
    `  ${statusWord(task.status, colours)} ${colours.gray(`after ${time}${satisfied}`)}`,
    ...(task.error === null ? [] : errorLines(task.error, width).map((line) => colours.red(line))),
    ...(task.status === 'dead_lettered' ? ['  It waits for a decision: chimera dlq list'] : []),
    ...outcome(task).map(([name, value]) => `  ${colours.gray(name.padEnd(14))}${value}`),
  ];
}

function errorLines({ phase, message }: NonNullable<TaskView['error']>, width: number): readonly string[] {
  return wrap(`${phase}: ${message}`, width - 4).map((line) => `    ${line}`);
}

function outcome({ result, pull_request }: TaskView): readonly (readonly [string, string])[] {
  if (result === null) return [];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['commit', result.commit_sha],
    ['branch', result.branch],
    ['pull request', pull_request === null ? undefined : `${pull_request.url} (${pull_request.status})`],
    ['test', testOf(result)],
    [
      'staging',
      result.deployment_url === undefined ? undefined : `${result.deployment_url} (torn down after the proof)`,
    ],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** The test by its path, and by the content that failed before and passed on staging. */
function testOf({ test_path, test_blob }: NonNullable<TaskView['result']>): string {
  return test_blob === undefined ? test_path : `${test_path} (blob ${test_blob.slice(0, 10)})`;
}
