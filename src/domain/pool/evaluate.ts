import { act } from './act.ts';
import { yielded } from './action-effect.ts';
import { scale } from './autoscaler.ts';
import { appended } from './bounded.ts';
import { utilization } from './capacity.ts';
import { decided } from './decisions.ts';
import { changeMode, isLive, isMilder } from './degradation.ts';
import type { Pressure } from './messages.ts';
import type { PoolState } from './state.ts';

/** How often a pool with work looks at its size and mode, in ms. */
export const EVALUATION_INTERVAL_MS = 10_000;

/** Evaluations whose queue length is kept for the trend. */
const DEPTHS = 30;

/**
 * A worker's report takes the place of its last one; an older one that comes late is dropped. What a fast clock dates
 * later than now counts from now, or it would never lapse.
 */
export function withPressure(state: PoolState, { kind: _, ...report }: Pressure, now: number): PoolState {
  const at = Math.min(Math.max(0, report.at), now);
  const last = state.pressure.find(({ worker_id }) => worker_id === report.worker_id);
  if (last !== undefined && last.at > at) return state;
  const others = state.pressure.filter(({ worker_id }) => worker_id !== report.worker_id);
  return { ...state, pressure: [...others, { ...report, at }] };
}

/** Brings the mode up to date with the reports. */
export function withMode(state: PoolState, now: number): PoolState {
  const change = changeMode({ ...state, now });
  if (change === undefined) return state;
  const relaxed_at = isMilder(change.mode, state.mode) ? now : state.relaxed_at;
  const next = { ...state, mode: change.mode, mode_since: now, relaxed_at };
  return decided(state, next, 'mode', `${state.mode} to ${change.mode}: ${change.reason}`, now);
}

/** Looks at mode and size, and acts by itself, as the pool's timer has it done while there is something to look at. */
export function evaluate(state: PoolState, now: number): PoolState {
  const pressure = state.pressure.filter((report) => isLive(report, now));
  const depths = appended(state.depths, state.queue.length, DEPTHS);
  return act(scaled(withMode({ ...state, pressure, depths }, now), now), now);
}

/** Whether there is anything that time alone can change. */
export function isRestless(state: PoolState): boolean {
  const { settings, leases, queue, mode, pressure, intake, actions } = state;
  const shrinks = intake === 'open' && settings.policy === 'autoscaled' && settings.size > settings.min;
  return (
    leases.length > 0 ||
    queue.length > 0 ||
    mode !== 'NORMAL' ||
    pressure.length > 0 ||
    shrinks ||
    actions.in_force.length > 0
  );
}

/** Keeps the highest share of the pool that was ever in use; 1 at most, also while a shrink waits for work to end. */
export function withPeak(state: PoolState): PoolState {
  const peak_utilization = Math.max(state.peak_utilization, Math.min(1, utilization(state)));
  return peak_utilization === state.peak_utilization ? state : { ...state, peak_utilization };
}

function scaled(state: PoolState, now: number): PoolState {
  if (state.mode !== 'NORMAL' || state.intake !== 'open') return state;
  const scaling = scale({ ...state, leases: state.leases.length, waiting: state.queue.length, now });
  if (scaling === undefined) return state;
  const settings = { ...state.settings, size: scaling.to_size };
  const next = { ...state, settings, scaled_at: now };
  return decided(state, yielded(next, now, 'chimera'), scaling.action, scaling.reason, now);
}
