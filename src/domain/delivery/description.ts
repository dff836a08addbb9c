import { usdText } from '../money/usd-text.ts';
import type { Review } from '../phase-result.ts';
import type { Feedback } from '../pipeline.ts';
import type { TaskResult, TaskState } from '../task.ts';

/** What a pull request says of the change. */
export interface ProvenChange {
  readonly state: TaskState;
  readonly result: TaskResult;
  readonly summary: string;
  readonly review: Pick<Review, 'score' | 'findings'>;
  /** What its agents took, where that is known. */
  readonly spent?: { readonly usd: number; readonly tokens: number };
  /** The URL of a picture of the proof. */
  readonly picture?: string;
  /** Where people see the task. */
  readonly task_url?: string;
}

/** Between these is what Chimera writes: what people write before or after it stays. */
const BEGIN = '<!-- chimera: what stands from here on is kept up to date -->';
const END = '<!-- chimera: up to here -->';

const LONGEST_TITLE = 120;
const LONGEST_TEXT = 3_000;
const MOST_SCENARIOS = 100;

/** The title of a task's pull request: what its feature is called. */
export function pullRequestTitle({ request: { feature } }: TaskState): string {
  const first = feature.split('\n').find((line) => line.trim() !== '') ?? '';
  const name = onOneLine(first.replace(/^\s*(?:Feature|Ability|Business Need)\s*:/iu, '')).trim();
  const title = name === '' ? 'A change by Chimera' : name;
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE)}…` : title;
}

/**
 * The description of a task's pull request, in Markdown: the feature, the scenarios before the change and after it, what the
 * coder says of it, and what proves it. What people or agents wrote stands as code, so that it can neither pretend to be a
 * part of the description, nor call anybody, nor close an issue.
 */
export function describePullRequest(change: ProvenChange): string {
  const { state, result, summary, review, picture, task_url } = change;
  const parts = [
    block(state.request.feature),
    'The test was written first, failed without the change, and is the same that passes on staging with it.',
    scenarioTable(result),
    ...(picture === undefined ? [] : [`![The proof on staging](${picture})`]),
    ...(summary.trim() === '' ? [] : ['What the coder says of it:', block(summary)]),
    [
      `- **Test** ${code(result.test_path)}, content ${code(result.test_blob ?? '')} before and after`,
      // As it is, for forges make a link of it.
      `- **Change** ${result.commit_sha ?? '–'}, ${count(result.files_changed?.length ?? 0, 'file')}`,
      `- **Review** score ${review.score.toFixed(2)}, ${count(review.findings.length, 'finding')}`,
      `- **Rounds** ${roundsOf(state)}`,
      ...costLine(change),
      `- **Task** ${task_url === undefined ? code(state.task_id) : links(task_url, state.task_id)}`,
    ].join('\n'),
  ];
  return [BEGIN, ...parts, END].join('\n\n');
}

/** Whether a pull request has a description of Chimera's already. */
export function isDescribed(body: string): boolean {
  return body.includes(BEGIN);
}

/** A description with the part that is Chimera's brought up to date; what stands around it stays. */
export function broughtUpToDate(body: string, description: string): string {
  const from = body.indexOf(BEGIN);
  // The last one: what people wrote into the feature stands before it.
  const to = body.lastIndexOf(END);
  if (from < 0 || to < from) return body.trim() === '' ? description : `${description}\n\n${body}`;
  return `${body.slice(0, from)}${description}${body.slice(to + END.length)}`;
}

/** What is written below a pull request once for each occasion; the mark tells that it is written. */
export interface Notice {
  readonly mark: string;
  readonly text: string;
}

/** The round that led to a proven commit. */
export interface ProvenRound {
  readonly round: number;
  readonly feedback: Feedback | undefined;
  /** Whether remarks on the pull request will be worked on. */
  readonly takes_remarks: boolean;
}

/** Says that the change was brought up to a new commit, and why. */
export function updateNotice(commit: string, { round, feedback, takes_remarks }: ProvenRound): Notice {
  const because =
    feedback?.from === 'PULL_REQUEST'
      ? `for ${count(feedback.remarks.length, 'remark')} on it`
      : 'for a task that went on';
  const further = takes_remarks ? '' : ' Further remarks are left to people: the rounds for them are used up.';
  return notice(`proven ${commit}`, `Round ${round} was worked ${because}; ${code(commit)} is proven.${further}`);
}

/** Says how a task ended that hands nothing over. */
export function endNotice({ status, error }: TaskState): Notice {
  const why = error?.message ?? '';
  return notice(`ended ${status}`, `The task ended: ${status}.${why === '' ? '' : `\n\n${block(why)}`}`);
}

function notice(what: string, text: string): Notice {
  const mark = `<!-- chimera: ${what} -->`;
  return { mark, text: `${mark}\n${text}` };
}

function scenarioTable({ scenarios, scenarios_before }: TaskResult): string {
  const before = new Map(scenarios_before.map((scenario) => [scenario.name, scenario]));
  const rows = scenarios.slice(0, MOST_SCENARIOS).map(({ name, status, duration_ms }) => {
    const was = before.get(name);
    const then = was === undefined ? '–' : was.status === 'failed' ? `🔴 ${code(was.error ?? 'failed')}` : '🟢 passed';
    const now = `${status === 'passed' ? '🟢' : '🔴'} ${status}, ${(duration_ms / 1_000).toFixed(1)} s`;
    return `| ${code(name)} | ${then} | ${now} |`;
  });
  const left = scenarios.length - rows.length;
  const rest = left > 0 ? [`| … and ${left} more | | |`] : [];
  return ['| Scenario | Before | On staging |', '| --- | --- | --- |', ...rows, ...rest].join('\n');
}

function costLine({ spent }: ProvenChange): readonly string[] {
  if (spent === undefined || (spent.usd === 0 && spent.tokens === 0)) return [];
  return [`- **Cost** ${usdText(spent.usd)}, ${Math.round(spent.tokens).toLocaleString('en-US')} tokens`];
}

function roundsOf({ round, rework: { review, validation, pull_request = 0 } }: TaskState): string {
  const causes = [
    ['by the review', review],
    ['by the proof', validation],
    ['from here', pull_request],
  ] as const;
  const sent = causes.filter(([, times]) => times > 0).map(([cause, times]) => `${cause} ${times}×`);
  return sent.length === 0 ? `${round}` : `${round} (sent back ${sent.join(', ')})`;
}

function links(url: string, taskId: string): string {
  return `[${taskId}](${url}) · [evidence](${url}/artifacts)`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** A text as a block of code, behind a fence longer than any in it. */
function block(text: string): string {
  const shown = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}text\n${shown.replaceAll('\r', '').trimEnd()}\n${fence}`;
}

/** A text as code within a line, also of a table. */
function code(text: string): string {
  const shown = onOneLine(text)
    .slice(0, LONGEST_TITLE * 2)
    .replaceAll('|', '\\|')
    .trim();
  if (shown === '') return '–';
  const fence = '`'.repeat(longestRun(shown) + 1);
  const room = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${room}${shown}${room}${fence}`;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
}
