import { TerminalAgentError } from '../../domain/failure.ts';
import type { Git } from './git.ts';
import { isAncestor, treeOf } from './history.ts';

/** Where an agent's work began, and what it has become by now. */
export interface WorkState {
  readonly branch: string;
  /** The commit the workspace was opened at. */
  readonly start: string;
  /** The commit the worktree stands at, on whatever branch; undefined when there is none. */
  readonly head: string | undefined;
  /** The commit the task's branch stands at; undefined when it is gone. */
  readonly tip: string | undefined;
  /** The worktree's files as a tree. */
  readonly tree: string;
}

/** The files to be committed, and the commit below them. */
export interface WorkLine {
  readonly tree: string;
  readonly parent: string;
}

/**
 * Brings together what an agent left on its branch, on another branch or on none.
 *
 * Commits of its own are kept. When it rewrote history, so that `start` is no longer part of it, its files go on top of
 * `start` instead: the commits of finished phases are never lost.
 * @throws {TerminalAgentError} when branch and worktree each have work that the other has not.
 */
export async function lineOfWork(git: Git, { branch, start, head, tip, tree }: WorkState): Promise<WorkLine> {
  const line = await meet(git, head ?? start, tip ?? head ?? start, tree);
  if (line === undefined) {
    throw new TerminalAgentError(
      `The agent left two lines of work: its worktree stands at ${head ?? 'nothing'}, its branch ${branch} at ${tip ?? 'nothing'}.`,
    );
  }
  return (await isAncestor(git, start, line.parent)) ? line : { ...line, parent: start };
}

async function meet(git: Git, head: string, tip: string, tree: string): Promise<WorkLine | undefined> {
  if (head === tip || (await isAncestor(git, tip, head))) return { tree, parent: head };
  // Switched away from the branch's work, which is fine as long as nothing was done over there.
  const untouched = (await treeOf(git, head)) === tree && (await isAncestor(git, head, tip));
  return untouched ? { tree: await treeOf(git, tip), parent: tip } : undefined;
}
