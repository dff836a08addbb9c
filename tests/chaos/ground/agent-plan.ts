import type { AgentAction } from '../../../src/domain/phase.ts';
import type { AgentUsage } from '../../../src/domain/phase-result.ts';

/** What the scripted agents of a ground do; times in ms. */
export interface AgentPlan {
  /** How long a call works, from and to, by action; `any` for those not named. */
  readonly work_ms: Readonly<Partial<Record<AgentAction, readonly [number, number]>>> & {
    readonly any: readonly [number, number];
  };
  /** The share of calls that fail, of these actions or (none named) of all. */
  readonly failing: { readonly rate: number; readonly actions: readonly AgentAction[] };
  /** What each call that is answered says it used; nothing when not given. */
  readonly usage?: AgentUsage;
  /** What the coder does besides: more output than a message may hold, deaf children, a full disk. */
  readonly trouble: 'none' | 'flood' | 'fork' | 'fill';
}

/** Agents that do their work, quickly. */
export const QUICK_AGENTS: AgentPlan = {
  work_ms: { any: [0, 50] },
  failing: { rate: 0, actions: [] },
  trouble: 'none',
};
