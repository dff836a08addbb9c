import { relative } from 'node:path';
import { taskPath } from '../../domain/task.ts';
import type { Ansis } from 'ansis';
import type { TaskView } from '../../contract/task/task.ts';
import { cut } from '../../text/cut.ts';
import { compareScenarios, type SavedArtifact, type ScenarioComparison } from './evidence.ts';
import type { DemoDirectory } from './demo-directory.ts';

/** What the end of a demo is told from. */
export interface DemoOutcome {
  readonly task: TaskView;
  readonly saved: readonly SavedArtifact[];
  /** The picture of the feature on staging. Absolute path. */
  readonly screenshot: string | undefined;
  readonly directory: DemoDirectory;
  readonly apiUrl: string;
  readonly temporalUiUrl: string | undefined;
}

/** The one JSON document of `chimera demo --json`. */
export function demoDocument({ task, saved, screenshot, apiUrl, temporalUiUrl }: DemoOutcome): object {
  const { result, error } = task;
  return {
    task_id: task.task_id,
    status: task.status,
    phases: task.phases.map(({ phase, status, attempts, duration_ms }) => ({ phase, status, attempts, duration_ms })),
    commit_sha: result?.commit_sha,
    branch: result?.branch,
    base_commit: result?.base_commit,
    test_path: result?.test_path,
    test_blob: result?.test_blob,
    deployment_url: result?.deployment_url,
    scenarios: result === null ? [] : compareScenarios(result),
    ...(error === null ? {} : { error }),
    screenshot,
    artifacts: saved,
    api_url: apiUrl,
    temporal_ui_url: temporalUiUrl,
  };
}

/** Lays text out: the colours, and the characters a line may have. */
export interface SummaryLayout {
  readonly colours: Ansis;
  readonly width: number;
  /** Paths are shown relative to this directory. */
  readonly cwd: string;
}

const label = (colours: Ansis, name: string, value: string): string => `  ${colours.gray(name.padEnd(12))}${value}`;

/** The end of a demo that went well: the proof, scenario by scenario, and where everything is. */
export function successLines(outcome: DemoOutcome, layout: SummaryLayout): readonly string[] {
  const { task, saved, screenshot, directory } = outcome;
  const { colours, width, cwd } = layout;
  const { result } = task;
  if (result === null) return [];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Screenshot', screenshot === undefined ? undefined : relative(cwd, screenshot)],
    ['Evidence', `${saved.length} files in ${relative(cwd, directory.evidence)}/`],
    ['The change', `git -C ${relative(cwd, directory.shop)} show ${result.commit_sha?.slice(0, 10) ?? ''}`],
  ];
  return [
    '',
    `  ${colours.green.bold('Proven on staging.')} ${colours.gray('The same test, before the change and after it:')}`,
    '',
    ...scenarioTable(compareScenarios(result), colours, width),
    '',
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [label(colours, name, value)])),
    '',
  ];
}

/** The links that work as long as the demo runs. */
export function linkLines({ apiUrl, temporalUiUrl, task }: DemoOutcome, colours: Ansis): readonly string[] {
  const temporal = task.links.temporal_ui ?? temporalUiUrl;
  return [
    label(colours, 'API docs', `${apiUrl}/api/docs`),
    label(colours, 'The task', `${apiUrl}${taskPath(task.task_id)}`),
    ...(temporal === undefined ? [] : [label(colours, 'Temporal', temporal)]),
  ];
}

/** The end of a demo whose task did not succeed: the phase, the error, and where to look. */
export function failureLines({ task, directory }: DemoOutcome, { colours, cwd }: SummaryLayout): readonly string[] {
  return [
    '',
    `  ${colours.red.bold(`The task ended ${task.status}.`)}`,
    label(colours, 'Logs', relative(cwd, directory.log)),
    label(colours, 'Evidence', `${relative(cwd, directory.evidence)}/`),
    '',
  ];
}

const words = {
  passed: { text: '✔ passed', colour: 'green' },
  failed: { text: '✖ failed', colour: 'red' },
} as const;
const COLUMN_WIDTH = 10;

function scenarioTable(rows: readonly ScenarioComparison[], colours: Ansis, width: number): readonly string[] {
  const room = width - 2 - 2 * COLUMN_WIDTH - 2;
  const nameWidth = Math.min(room, Math.max(8, ...rows.map(({ name }) => name.length)));
  const cell = (status: ScenarioComparison['before']): string => {
    if (status === undefined) return '–'.padEnd(COLUMN_WIDTH);
    const { text, colour } = words[status];
    return colours[colour](text.padEnd(COLUMN_WIDTH));
  };
  return [
    colours.gray(`  ${'Scenario'.padEnd(nameWidth)}  ${'before'.padEnd(COLUMN_WIDTH)}after`),
    ...rows.map(({ name, before, after }) =>
      `  ${cut(name, nameWidth).padEnd(nameWidth)}  ${cell(before)}${cell(after)}`.trimEnd(),
    ),
  ];
}
