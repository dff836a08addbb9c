import { shareOf } from '../money/spending.ts';

/** Calls of agents and what they used, as far as agents say so. */
export interface Usage {
  readonly calls: number;
  readonly tokens_used: number;
  readonly cost_usd: number;
}

/** The usage of one project, agent or phase. */
export interface UsageOf extends Usage {
  readonly name: string;
}

/** A part of all usage. */
export interface SpendingPart extends UsageOf {
  /** Of all costs, or of all tokens where nothing costs anything, 0 to 1. */
  readonly share: number;
}

/** What a completed task took, with all that failed tasks used spread over the completed ones. */
export interface SpendingPerTask {
  readonly tokens_used: number;
  readonly cost_usd: number;
}

/** The parts of a total with their shares, the dearest first. */
export function spendingParts(parts: readonly UsageOf[], total: Usage): readonly SpendingPart[] {
  const weighed = ({ cost_usd, tokens_used: tokens }: Usage) => ({ cost_usd, tokens });
  return parts
    .map((part) => ({ ...part, share: shareOf(weighed(part), weighed(total)) }))
    .toSorted((left, right) => right.share - left.share || right.calls - left.calls);
}

/** Usage per completed task; null without any. */
export function perCompletedTask({ tokens_used, cost_usd }: Usage, completed: number): SpendingPerTask | null {
  return completed === 0 ? null : { tokens_used: tokens_used / completed, cost_usd: cost_usd / completed };
}
