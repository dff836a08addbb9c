import type { PullRequestStatus, WrittenRemark } from '../domain/delivery/pull-request.ts';

/** A pull request as its forge has it. */
export interface FoundPullRequest {
  readonly number: number;
  /** Its page. */
  readonly url: string;
  readonly status: PullRequestStatus;
  readonly body: string;
}

/** A pull request that is to be made; from one branch of the repository into another. */
export interface NewPullRequest {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/** What of a pull request is to be otherwise. */
export interface PullRequestChange {
  readonly body?: string;
  readonly status?: 'open' | 'closed';
}

/** What is written below a pull request. */
export interface WrittenComment {
  readonly text: string;
}

/** A picture to be shown in a pull request. */
export interface Picture {
  readonly name: string;
  readonly media_type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * One repository at its forge, with what Chimera asks of it. All methods reject with a ForgeError. Pull requests are known
 * by their numbers, people by their names.
 */
export interface Forge {
  /** The branch that pull requests go into where none is named. */
  defaultBranch(): Promise<string>;
  /** The commit at the tip of a branch; undefined when there is no such branch. */
  tipOf(branch: string): Promise<string | undefined>;
  /** The pull request from one branch into another; of several the newest, where the forge tells. */
  find(head: string, base: string): Promise<FoundPullRequest | undefined>;
  get(number: number): Promise<FoundPullRequest>;
  open(pullRequest: NewPullRequest): Promise<FoundPullRequest>;
  change(number: number, change: PullRequestChange): Promise<void>;
  /** Adds labels; those that the repository does not have are made. */
  label(number: number, labels: readonly string[]): Promise<void>;
  askForReview(number: number, people: readonly string[]): Promise<void>;
  /** Puts a picture where the pull request can show it; its URL, or undefined where the forge takes none by its API. */
  attach(number: number, picture: Picture): Promise<string | undefined>;
  comments(number: number): Promise<readonly WrittenComment[]>;
  comment(number: number, text: string): Promise<void>;
  /** All that people wrote about the change, in the order in which it was written. */
  remarks(number: number): Promise<readonly WrittenRemark[]>;
  /** Says of a commit that it is proven. */
  approve(commit: string, proof: { readonly description: string; readonly url?: string }): Promise<void>;
}

/** What went wrong with a forge. */
export class ForgeError extends Error {
  override readonly name = 'ForgeError';
  /** Whether it may pass by itself. */
  readonly passes: boolean;
  /** How long the forge asked to wait, in ms. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    { passes, retryAfterMs }: { readonly passes: boolean; readonly retryAfterMs?: number | undefined },
  ) {
    super(message);
    this.passes = passes;
    this.retryAfterMs = retryAfterMs;
  }
}
