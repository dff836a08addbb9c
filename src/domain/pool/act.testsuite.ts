import { leases, poolWith, queued, T0 } from '../../../tests/support/pool-states.ts';
import { actionRules, DEFAULT_HEALTH_SETTINGS } from '../health/settings.ts';
import { act } from './act.ts';
import { type ActionRules, NO_ACTIONS } from './action.ts';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from './settings.ts';
import type { PoolState } from './state.ts';

export const MINUTE = 60_000;
/** Between two looks, in ms. */
export const LOOK = 10_000;
/** The usual rules. */
export const RULES = actionRules(DEFAULT_HEALTH_SETTINGS, 15_000);

/** A pool that acts by itself. */
export function pool(
  change: Partial<PoolState> = {},
  settings: Partial<PoolSettings> = {},
  rules: ActionRules = RULES,
) {
  return poolWith({
    settings: { ...DEFAULT_POOL_SETTINGS, ...settings },
    actions: { ...NO_ACTIONS, rules },
    ...change,
  });
}

/** So many tasks that wait. */
export const waiting = (count: number) => Array.from({ length: count }, (_, index) => queued(`waits-${index}`));

/** Looks every ten seconds for so long, from just after a moment on. */
export function pass(state: PoolState, ms: number, from = T0): PoolState {
  let next = state;
  for (let at = from + LOOK; at <= from + ms; at += LOOK) next = act(next, at);
  return next;
}

/** What is in force. */
export const kinds = ({ actions }: PoolState) => actions.in_force.map(({ kind }) => kind);
/** A pool of which every lease is held. */
export const full = (settings: Partial<PoolSettings> = {}, change: Partial<PoolState> = {}) =>
  pool({ leases: leases(settings.size ?? 5), ...change }, settings);
