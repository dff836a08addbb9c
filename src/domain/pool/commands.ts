import type { ActionRules, PoolAction, PoolActionKind } from './action.ts';
import { revert, yielded } from './action-effect.ts';
import { decided } from './decisions.ts';
import type { PoolCommand } from './messages.ts';
import { changedSettings, type PoolSettings, settingProblems } from './settings.ts';
import type { Intake, PoolState } from './state.ts';

const INTAKE: Readonly<Record<'pause' | 'resume' | 'drain', Intake>> = {
  pause: 'paused',
  resume: 'open',
  drain: 'draining',
};

/**
 * What an operator asked for, done and written down. The settings must be sound. A size that somebody chose is left
 * alone by the autoscaler for its cooldown, and settings by the pool's own actions for longer.
 */
export function obey(state: PoolState, command: PoolCommand, now: number): PoolState {
  const { kind, reason } = command;
  if (kind === 'revert') {
    const action = actionInForce(state, command.action);
    return action === undefined ? state : revert(state, action, { by: 'operator', reason, now });
  }
  if (kind === 'configure') {
    const settings = changedSettings(state.settings, command.change);
    return yielded(decided(state, chosen({ ...state, settings }, now), kind, reason, now), now);
  }
  const next = decided(state, { ...state, intake: INTAKE[kind] }, kind, reason, now);
  // A pause on top of one is the operator's own.
  return yielded(next, now, 'operator', (action) => action.kind === 'pause_intake');
}

/** Why a command cannot be done, or undefined. */
export function refusal(state: PoolState, command: PoolCommand): string | undefined {
  if (command.kind === 'revert') {
    return actionInForce(state, command.action) === undefined ? `no ${command.action} is in force` : undefined;
  }
  if (command.kind !== 'configure') return undefined;
  const problems = settingProblems(changedSettings(state.settings, command.change));
  return problems.length === 0 ? undefined : problems.map(({ field, message }) => `${field} ${message}`).join('; ');
}

/** A configuration that differs from the last one replaces the settings; the same again leaves an operator's change. */
export function configured(before: PoolState, settings: PoolSettings, now: number, rules?: ActionRules): PoolState {
  const state = rules === undefined ? before : { ...before, actions: { ...before.actions, rules } };
  if (isSame(settings, state.configured)) return state;
  const next = chosen({ ...state, settings, configured: settings }, now);
  const reason = `the configuration changed: size ${settings.size}, ${settings.min} to ${settings.max}, ${settings.policy}`;
  return isSame(settings, state.settings) ? next : yielded(decided(state, next, 'configure', reason, now), now);
}

function chosen(state: PoolState, now: number): PoolState {
  return { ...state, scaled_at: now, actions: { ...state.actions, chosen_at: now } };
}

function actionInForce({ actions }: PoolState, kind: PoolActionKind): PoolAction | undefined {
  return actions.in_force.find((action) => action.kind === kind);
}

function isSame(left: PoolSettings, right: PoolSettings): boolean {
  return (Object.keys(left) as (keyof PoolSettings)[]).every((key) => left[key] === right[key]);
}
