/**
 * What a pool does by itself about a critical condition (S11), and takes back.
 *
 * 1. One action of a kind is in force at most; a size may be raised further, and goes back to what it was at first.
 * 2. Between two actions there is the cooldown at least.
 * 3. An action is reverted once its condition has been over for a while. What somebody else changed is theirs.
 * 4. Nothing is done without rules or while they are off; what is in force is reverted in any case.
 */
import type { ActionRules, PoolAction } from './action.ts';
import { isCalm, stillFails } from './action-calm.ts';
import { dueChange } from './action-due.ts';
import { apply, revert } from './action-effect.ts';
import { utilization } from './capacity.ts';
import type { PoolState } from './state.ts';

/** After a longer time between two looks nothing counts as having lasted, in ms. */
const GAP_MS = 60_000;

/** Does and reverts what is due; a pool that looks every few seconds sees what lasts. */
export function act(state: PoolState, now: number): PoolState {
  const { rules } = state.actions;
  if (rules === undefined) return state;
  const followed = state.actions.in_force.reduce(
    (before, { kind }) => followUp(before, kind, rules, now),
    watched(state, rules, now),
  );
  if (!rules.enabled || !isCool(followed, rules, now)) return followed;
  const due = dueChange(followed, rules, now);
  return due === undefined ? followed : apply(followed, due, rules, now);
}

/** Notes since when what lasts has lasted. */
function watched(state: PoolState, rules: ActionRules, now: number): PoolState {
  const { actions, queue } = state;
  const hasGap = Math.abs(now - actions.looked_at) > GAP_MS;
  const since = (holds: boolean, before: number | null): number | null => {
    if (!holds) return null;
    return hasGap || before === null ? now : before;
  };
  const isBusy = Math.min(100, utilization(state) * 100) > (rules.utilization?.above ?? Infinity);
  const isLong = queue.length > (rules.queue?.above ?? Infinity);
  return {
    ...state,
    actions: {
      ...actions,
      looked_at: now,
      busy_since: since(isBusy, actions.busy_since),
      long_since: since(isLong, actions.long_since),
      in_force: actions.in_force.map((action) => ({
        ...action,
        calm_since: since(isCalm(state, action, rules), action.calm_since),
      })),
    },
  };
}

function followUp(state: PoolState, kind: PoolAction['kind'], rules: ActionRules, now: number): PoolState {
  const action = state.actions.in_force.find((one) => one.kind === kind);
  if (action === undefined || action.calm_since === null || !isCool(state, rules, now)) return state;
  if (now - action.calm_since < rules.calm_ms || stillFails(state, action, rules, now)) return state;
  return revert(state, action, { by: 'chimera', reason: action.reversal, now });
}

/** Measured both ways, so that a clock that was set back does not hold up everything until it has caught up. */
function isCool({ actions }: PoolState, { cooldown_ms }: ActionRules, now: number): boolean {
  return Math.abs(now - actions.acted_at) >= cooldown_ms;
}
