/** How a task's change is handed over besides its branch: what its workflow decides by. */
export interface DeliveryPlan {
  /** Rounds of rework that remarks on the pull request may ask for; with 0 the task ends once it is open. */
  readonly rounds: number;
  /** How often the pull request is looked at while the task waits for a word on it, in seconds. */
  readonly poll_seconds: number;
}

/** How a pull request stands, in one word. */
export const PULL_REQUEST_STATUSES = ['open', 'merged', 'closed'] as const;
export type PullRequestStatus = (typeof PULL_REQUEST_STATUSES)[number];

/** The pull request of a task, as it was last seen. */
export interface PullRequest {
  readonly url: string;
  /** Its number in its repository. */
  readonly number: number;
  readonly status: PullRequestStatus;
  /** The proven commit that it was brought up to. */
  readonly commit_sha: string;
  /** What could not be done to it, each in a sentence: a label, a reviewer. It is delivered all the same. */
  readonly problems: readonly string[];
}

/** What somebody wrote about a change. */
export interface Remark {
  /** Different for each remark of a pull request. */
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** A remark as its forge has it. */
export interface WrittenRemark extends Remark {
  /**
   * `request`: a review that asks for changes; `line`: a remark on a line of the change; `comment`: anything that is said
   * below the pull request.
   */
  readonly kind: 'request' | 'line' | 'comment';
  /** Whether its author may write to the repository. */
  readonly mayWrite: boolean;
}

/** What is new about a pull request. */
export interface PullRequestNews {
  readonly status: PullRequestStatus;
  readonly remarks: readonly Remark[];
}

/** By which a comment below a pull request is addressed to Chimera. */
const ADDRESS = '/chimera';

/** Of one round: more remarks are taken up in the next, and a longer text is cut. */
const MOST_REMARKS = 50;
const LONGEST_TEXT = 4_000;

/**
 * What is new about a pull request since the remarks that were answered, or undefined. A coder works on what its remarks
 * say, so those count whose authors may write to the repository: a review that asks for changes, a remark on a line, and a
 * comment that begins with `/chimera`.
 */
export function newsOf(
  status: PullRequestStatus,
  written: readonly WrittenRemark[],
  answered: readonly string[],
): PullRequestNews | undefined {
  const known = new Set(answered);
  const remarks = written.flatMap((remark) => (known.has(remark.id) ? [] : remarkOf(remark))).slice(0, MOST_REMARKS);
  return status === 'open' && remarks.length === 0 ? undefined : { status, remarks };
}

function remarkOf({ kind, mayWrite, ...remark }: WrittenRemark): readonly Remark[] {
  const text = kind === 'comment' ? addressed(remark.text) : remark.text.trim();
  if (!mayWrite || text === undefined || text === '') return [];
  return [{ ...remark, text: text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text }];
}

/** What a comment says to Chimera; undefined where it does not speak to it. */
function addressed(text: string): string | undefined {
  const said = text.trimStart();
  if (!said.startsWith(ADDRESS)) return undefined;
  const rest = said.slice(ADDRESS.length);
  return rest === '' || /^\s/u.test(rest) ? rest.trim() : undefined;
}
