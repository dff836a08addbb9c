import { TerminalAgentError, TransientAgentError } from '../../domain/failure.ts';
import type { AgentAction } from '../../domain/phase.ts';
import type { PromptAction } from '../../domain/prompt-template.ts';
import { reviewAfterRules } from '../../domain/review/review-after-rules.ts';
import { reviewReport } from '../../domain/review/review-report.ts';
import type { ActionAnswer, ActionInput, AgentCall } from '../agent.ts';
import { keepEvidence } from '../evidence.ts';
import { coderPrompt } from '../presets/prompt.ts';
import { reviewAskedAgain, reviewerPrompt } from '../presets/review-prompt.ts';
import { readSaidReview } from './said-review.ts';

/** One kind of work that an agent is told in words, and answers in words. */
interface WordedWork<A extends AgentAction> {
  /** Characters of its last words that are kept. */
  readonly mostWords: number;
  /** Whether a call goes on in the session of an earlier one. A reviewer looks at each change anew. */
  readonly findsSessions: boolean;
  /** The folder among the artifacts that the agent may write in, where others' evidence lies beside it; else all of it is the agent's. */
  readonly folder?: string;
  readonly prompt: (call: AgentCall, input: ActionInput[A], template: string | undefined) => string;
  /** What to tell an agent whose last words are no answer, once; undefined where they are one. */
  readonly askAgain: (words: string) => string | undefined;
  /** @throws {TransientAgentError} when the words are no answer. */
  readonly answer: (words: string, call: AgentCall, input: ActionInput[A]) => Promise<ActionAnswer[A]>;
}

type Works = { readonly [A in PromptAction]: WordedWork<A> };

const WORKS: Works = {
  implement_feature: {
    mostWords: 2_000,
    findsSessions: true,
    prompt: coderPrompt,
    askAgain: () => undefined,
    answer: (summary) => Promise.resolve({ summary }),
  },
  review_change: {
    mostWords: 200_000,
    findsSessions: false,
    folder: 'reviewer',
    prompt: reviewerPrompt,
    askAgain: (words) => {
      const { problem } = readSaidReview(words);
      return problem === undefined ? undefined : reviewAskedAgain(problem);
    },
    answer: reviewed,
  },
};

/** What an agent that is told its work in words can be asked to do. */
export const WORDED_ACTIONS: readonly PromptAction[] = ['implement_feature', 'review_change'];

/**
 * How an agent is told the work of an action.
 * @throws {TerminalAgentError} for one that is not told in words.
 */
export function wordedWork<A extends AgentAction>(action: A): WordedWork<A> {
  const works: { readonly [K in AgentAction]?: WordedWork<K> } = WORKS;
  const work = works[action];
  if (work === undefined) {
    throw new TerminalAgentError(`This agent can ${WORDED_ACTIONS.join(', ')}, not ${action}.`);
  }
  return work;
}

/** The review that stands for the words, put to what the rules found; its report takes the place of theirs. */
async function reviewed(
  words: string,
  { task_id, round, base_commit, project, artifacts }: AgentCall,
  { commit_sha, rules }: ActionInput['review_change'],
): Promise<ActionAnswer['review_change']> {
  if (rules === undefined) throw new TerminalAgentError('No rule has looked at the change before its reviewer.');
  const { findings, problem } = readSaidReview(words);
  if (findings === undefined) {
    throw new TransientAgentError(`The reviewer’s last message is no review, although it was asked again: ${problem}`);
  }
  const { min_score } = project.guardian;
  const review = reviewAfterRules(rules, findings, min_score);
  const text = reviewReport(review, { task_id, round, base_commit, commit_sha, min_score });
  await keepEvidence(artifacts, [
    { name: 'review.md', kind: 'report', media_type: 'text/markdown; charset=utf-8', text },
  ]);
  return review;
}
