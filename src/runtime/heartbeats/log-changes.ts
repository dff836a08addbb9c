import type { HeartbeatState } from '../../domain/heartbeat/state.ts';
import type { HeartbeatChange } from './check-heartbeats.ts';

const ALARMING: ReadonlySet<HeartbeatState> = new Set(['CRITICAL', 'FAILED']);

/** Writes a change of how a worker or an agent stands into a log: a warning when it is critical or has failed. */
export function logChanges(log: {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
}): (change: HeartbeatChange) => void {
  return ({ kind, name, process, from, to, reason }) => {
    const level = ALARMING.has(to) ? 'warn' : 'info';
    const worked = from === 'FAILED' && to === 'HEALTHY' ? 'has recovered' : `is ${to}`;
    log[level]({ [kind]: name, process, from, to, reason }, `The ${kind} ${worked}`);
  };
}
