import type { Feedback } from '../../domain/pipeline.ts';
import { filledPrompt } from '../../domain/prompt-template.ts';
import type { ActionInput, AgentCall } from '../agent.ts';
import { MOST_TOLD, toldFindings, toldRemarks } from './told-findings.ts';

/** The work of a coder in words, as a coding agent is told it. */
const CODER_PROMPT = `You work in a git worktree of a project. Implement the following feature in it.

## The feature

{{feature}}

## What proves it

The end-to-end test {{test_path}} fails now, and passes once the feature is there. Read it first: it names what it looks for on the pages.
{{feedback}}
## Rules

{{rules}}`;

/** What a coder is told of its work, in words of one's own where there is a template. */
export function coderPrompt(
  { feature, project, left = [] }: Pick<AgentCall, 'feature' | 'project' | 'left'>,
  { test_path, feedback }: ActionInput['implement_feature'],
  template = CODER_PROMPT,
): string {
  const prompt = filledPrompt<'implement_feature'>(template, {
    feature: feature.trim(),
    test_path,
    feedback: feedback === undefined ? '' : `\n## What was wrong with the last try\n\n${feedbackText(feedback)}\n`,
    project_test: project.test ?? '',
    rules: rules(test_path, project.test)
      .map((rule) => `- ${rule}`)
      .join('\n'),
  });
  return left.length === 0 ? prompt : `${prompt}\n\n${whereItStands(left)}`;
}

/** What is said whatever the template: otherwise the work would look like the project's own. */
function whereItStands(left: readonly string[]): string {
  const files = left.slice(0, MOST_TOLD).map((path) => `- ${path}`);
  const more = left.length > MOST_TOLD ? [`- and ${left.length - MOST_TOLD} more`] : [];
  return [
    '## Where the work stands',
    'This was worked on before, and the work was interrupted. What was done stands in the worktree, not committed; `git status` and `git diff` show it. Look at it first, keep what is right, and go on from there.',
    [...files, ...more].join('\n'),
  ].join('\n\n');
}

function rules(testPath: string, test: string | undefined): readonly string[] {
  return [
    `Do not change ${testPath}, and do not weaken, skip or delete any other test.`,
    'Change the application so that the feature is really there for every user and every input, not only for what the test does.',
    'Change only what the feature needs. Keep to the style of the code around it.',
    ...(test === undefined ? [] : [`The project’s own tests must still pass: ${test}`]),
    'Do not commit, push, or change branches: what you leave in the worktree is taken as your change.',
    'Nobody can answer a question. Decide what is sensible, and say in your last message what you decided.',
    'End with one or two sentences that say what you changed and why.',
  ];
}

function feedbackText(feedback: Feedback): string {
  if (feedback.from === 'GUARDIAN_REVIEW') {
    return `The review rejected it:\n${toldFindings(feedback.findings)}`;
  }
  if (feedback.from === 'PULL_REQUEST') {
    return `People who read the change on its pull request ask for more:\n${toldRemarks(feedback.remarks)}`;
  }
  const failures = feedback.failures
    .slice(0, MOST_TOLD)
    .map(({ name, error }) => `- ${name}${error === undefined ? '' : `: ${error}`}`);
  return `It was deployed to staging, and these scenarios failed there:\n${failures.join('\n')}`;
}
