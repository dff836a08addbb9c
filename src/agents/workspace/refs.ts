import { TerminalAgentError } from '../../domain/failure.ts';
import type { Phase } from '../../domain/phase.ts';
import { isTaskId, taskBranch } from '../../domain/task.ts';

/**
 * The branch of a task, `chimera/<task_id>`: the only one that is ever written to or pushed.
 * @throws {TerminalAgentError} when the text is no task's id; so no path and no option can be made of it.
 */
export function branchOf(taskId: string): string {
  return taskBranch(checkTaskId(taskId));
}

/**
 * Where unfinished work of a task is kept beside its branch: that of one round of a phase, or with neither the place of all.
 * @throws {TerminalAgentError} when the text is no task's id.
 */
export function keptRef(taskId: string, of?: { readonly phase: Phase; readonly round: number }): string {
  const all = `refs/chimera/wip/${checkTaskId(taskId)}`;
  return of === undefined ? all : `${all}/${of.phase}/${of.round}`;
}

/** A branch's full name at the origin. */
export function baseRef(branch: string): string {
  return `refs/heads/${branch}`;
}

/** Where the mirror keeps what it last saw of a branch of the origin. */
export function originRef(branch: string): string {
  return `refs/remotes/origin/${branch}`;
}

function checkTaskId(taskId: string): string {
  if (!isTaskId(taskId)) throw new TerminalAgentError(`“${taskId}” is no task's id.`);
  return taskId;
}

/** @throws {TerminalAgentError} when a text is no full commit id. */
export function checkCommitId(commit: string): string {
  if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) throw new TerminalAgentError(`“${commit}” is no commit's id.`);
  return commit;
}
