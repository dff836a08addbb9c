import { roundedDuration } from '../duration.ts';
import type { ActionRules, EndedAction, PoolAction, ActionChange } from './action.ts';
import type { DueChange } from './action-due.ts';
import { appended } from './bounded.ts';
import { decided } from './decisions.ts';
import { TARGET_UTILIZATION } from './sizing.ts';
import type { PoolState } from './state.ts';

/** Actions that are over and still remembered. */
const REMEMBERED = 20;

/** Who ends an action, and why. */
interface Ending {
  readonly by: EndedAction['ended_by'];
  readonly reason: string;
  readonly now: number;
}

/** Does what is due and writes it down; a raise on top of one takes its place. */
export function apply(state: PoolState, due: DueChange, rules: ActionRules, now: number): PoolState {
  const { change, cause, figures } = due;
  const { next, effect } = changed(state, change, change.kind === 'pause_intake' ? 0 : change.to, now);
  const reason = 'it was done again, and goes back to where this one began';
  const before = state.actions.in_force.find(({ kind }) => kind === change.kind);
  const { actions } = before === undefined ? next : ended(next, before, { by: 'chimera', reason, now });
  const action = { ...change, at: now, cause, figures, effect, reversal: reversalOf(change, rules), calm_since: null };
  const acted = { ...next, actions: { ...actions, acted_at: now, in_force: [...actions.in_force, action] } };
  return decided(state, acted, change.kind, cause, now);
}

/** Takes an action back and writes that down; a kind that an operator reverted is left alone for a while. */
export function revert(state: PoolState, action: PoolAction, { by, reason, now }: Ending): PoolState {
  const { next, effect } = changed(state, action, backOf(state, action), now, 'open');
  const why = `${reason}; ${effect}`;
  const over = ended(next, action, { by, reason: why, now });
  const acted = { ...over, actions: { ...over.actions, acted_at: now } };
  return decided(state, acted, 'revert', `${action.kind}: ${why}`, now);
}

/** Ends the actions of which somebody else has changed what they did, and those that a command is about: it is theirs now. */
export function yielded(
  state: PoolState,
  now: number,
  by: EndedAction['ended_by'] = 'operator',
  isAbout: (action: PoolAction) => boolean = () => false,
): PoolState {
  const { in_force, rules } = state.actions;
  const gone = in_force.filter((action) => isAbout(action) || !isInEffect(state, action));
  const reason =
    by === 'chimera'
      ? 'the pool went on to another size'
      : `somebody else changed what it did, so it is not done again for ${roundedDuration(rules?.yield_ms ?? 0)}`;
  return gone.reduce((before, action) => ended(before, action, { by, reason, now }), state);
}

function ended(state: PoolState, action: PoolAction, { by, reason, now }: Ending): PoolState {
  const { actions } = state;
  const over: EndedAction = { ...action, ended_at: now, ended_by: by, end_reason: reason };
  return {
    ...state,
    actions: {
      ...actions,
      in_force: actions.in_force.filter((one) => one !== action),
      ended: appended(actions.ended, over, REMEMBERED),
      undone_at: by === 'operator' ? { ...actions.undone_at, [action.kind]: now } : actions.undone_at,
    },
  };
}

/** The pool with a value set, and that in a sentence. */
function changed(
  state: PoolState,
  { kind }: ActionChange,
  value: number,
  now: number,
  intake: 'open' | 'paused' = 'paused',
): { readonly next: PoolState; readonly effect: string } {
  const { name, settings } = state;
  switch (kind) {
    case 'raise_size':
      return {
        next: { ...state, settings: { ...settings, size: value }, scaled_at: now },
        effect: `the size of pool ${name} went from ${settings.size} to ${value}`,
      };
    case 'limit_intake':
      return {
        next: { ...state, settings: { ...settings, queue_cap: value } },
        effect: `at most ${value} tasks may wait for pool ${name}`,
      };
    case 'pause_intake':
      return {
        next: { ...state, intake },
        effect: intake === 'open' ? `pool ${name} was resumed` : `pool ${name} starts nothing until it is resumed`,
      };
  }
}

/** What a setting goes back to; a size stays within its bounds, which may be others by now. */
function backOf({ settings }: PoolState, action: ActionChange): number {
  if (action.kind === 'pause_intake') return 0;
  return action.kind === 'raise_size' ? Math.min(Math.max(action.from, settings.min), settings.max) : action.from;
}

function isInEffect({ settings, intake }: PoolState, action: ActionChange): boolean {
  if (action.kind === 'pause_intake') return intake === 'paused';
  return action.kind === 'raise_size' ? settings.size === action.to : settings.queue_cap === action.to;
}

/** How an action is reverted, and when, in a sentence. */
function reversalOf(change: ActionChange, { calm_ms, restful_queue }: ActionRules): string {
  const span = `for ${roundedDuration(calm_ms)}`;
  switch (change.kind) {
    case 'raise_size': {
      const most = Math.floor(change.from * TARGET_UTILIZATION);
      return `the size goes back to ${change.from} once at most ${most} leases are in use and at most ${restful_queue} tasks wait ${span}`;
    }
    case 'limit_intake':
      return `up to ${change.from} tasks may wait again once at most ${restful_queue} wait ${span}`;
    case 'pause_intake':
      return `intake is resumed once tasks no longer fail ${span}`;
  }
}
