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
 * alone by the autoscaler for its cooldown.
 */
export function obey(state: PoolState, command: PoolCommand, now: number): PoolState {
  const { kind, reason } = command;
  const next: PoolState =
    kind === 'configure'
      ? { ...state, settings: changedSettings(state.settings, command.change), scaled_at: now }
      : { ...state, intake: INTAKE[kind] };
  return decided(state, next, kind, reason, now);
}

/** Why a command cannot be done, or undefined. */
export function refusal(state: PoolState, command: PoolCommand): string | undefined {
  if (command.kind !== 'configure') return undefined;
  const problems = settingProblems(changedSettings(state.settings, command.change));
  return problems.length === 0 ? undefined : problems.map(({ field, message }) => `${field} ${message}`).join('; ');
}

/** A configuration that differs from the last one replaces the settings; the same again leaves an operator's change. */
export function configured(state: PoolState, settings: PoolSettings, now: number): PoolState {
  if (isSame(settings, state.configured)) return state;
  const next = { ...state, settings, configured: settings, scaled_at: now };
  const reason = `the configuration changed: size ${settings.size}, ${settings.min} to ${settings.max}, ${settings.policy}`;
  return isSame(settings, state.settings) ? next : decided(state, next, 'configure', reason, now);
}

function isSame(left: PoolSettings, right: PoolSettings): boolean {
  return (Object.keys(left) as (keyof PoolSettings)[]).every((key) => left[key] === right[key]);
}
