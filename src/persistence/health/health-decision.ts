import type { Baseline } from '../../domain/health/baseline.ts';
import type { CarriedOut, RemedialAction, RemediationState } from '../../domain/health/remedy.ts';

/** What the evaluator has learned and done; plain JSON. */
export interface HealthState {
  /** By pool. */
  readonly baselines: Readonly<Record<string, Baseline>>;
  readonly remediation: RemediationState;
}

/** What follows from a decision: the state to keep, and the actions that led to it. */
export interface HealthDecision {
  readonly state: HealthState;
  readonly actions: readonly RemedialAction[];
  /** What came of actions that were written down before. */
  readonly effects?: readonly RemedyEffect[];
  /** Who ends the remedies that it ends: Chimera by itself, when not given. */
  readonly endedBy?: 'chimera' | 'operator';
}

/** What came of carrying an action out; `of` is the record's id. */
interface RemedyEffect {
  readonly of: number;
  readonly does: CarriedOut;
  readonly effect: string;
}
