import { isAbsolute, resolve, sep } from 'node:path';
import type { RequestPermissionOutcome, RequestPermissionRequest } from '@agentclientprotocol/sdk';

/** The answer to a question for permission, and why, for the agent's log. */
export interface PermissionDecision {
  readonly allowed: boolean;
  readonly outcome: RequestPermissionOutcome;
  readonly why: string;
}

/**
 * Decides what an agent may do that asks: whatever names no path outside of the worktree. A command names none; what it
 * may change is the sandbox's matter. The narrowest option that says so is chosen; without one the question is cancelled.
 */
export function decidePermission(
  { toolCall, options }: RequestPermissionRequest,
  worktree: string,
): PermissionDecision {
  const outside = pathsOf(toolCall).find((path) => !isInside(worktree, path));
  const allowed = outside === undefined;
  const kinds = allowed ? (['allow_once', 'allow_always'] as const) : (['reject_once', 'reject_always'] as const);
  const option = kinds.map((kind) => options.find((offered) => offered.kind === kind)).find(Boolean);
  const why = allowed ? 'inside the worktree' : `${outside} is outside of the worktree`;
  return option === undefined
    ? { allowed: false, outcome: { outcome: 'cancelled' }, why: `${why}, and no option says so` }
    : { allowed, outcome: { outcome: 'selected', optionId: option.optionId }, why };
}

function pathsOf({ locations, content }: RequestPermissionRequest['toolCall']): readonly string[] {
  const changed = (content ?? []).flatMap((part) => (part.type === 'diff' ? [part.path] : []));
  return [...(locations ?? []).map(({ path }) => path), ...changed];
}

function isInside(worktree: string, path: string): boolean {
  const whole = isAbsolute(path) ? resolve(path) : resolve(worktree, path);
  return whole === worktree || whole.startsWith(worktree + sep);
}
