import { appended } from './bounded.ts';
import { poolSize } from './capacity.ts';
import type { PoolDecision, PoolState } from './state.ts';

/** Decisions that a pool remembers. */
const REMEMBERED = 100;

/** The next state with the decision that led to it written down. */
export function decided(
  before: PoolState,
  after: PoolState,
  action: PoolDecision['action'],
  reason: string,
  now: number,
): PoolState {
  const decision = { at: now, action, from_size: poolSize(before), to_size: poolSize(after), reason };
  return { ...after, decisions: appended(after.decisions, decision, REMEMBERED) };
}
