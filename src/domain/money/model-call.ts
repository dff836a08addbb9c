/**
 * Tokens that a model counted for one answer. `input` has those in it that were read from its cache (`cached`) and those
 * that were written to it (`cached_written`), `output` those of reasoning.
 */
export interface ModelUsage {
  readonly input: number;
  readonly cached: number;
  readonly cached_written?: number;
  readonly output: number;
  readonly reasoning: number;
}

/**
 * How a request to a model ended: answered in full, `cut_off` before its end, `refused` with a status, `failed` without
 * one; or `told`: not seen by Chimera, and what the agent itself says of its models.
 */
export const MODEL_CALL_OUTCOMES = ['answered', 'cut_off', 'refused', 'failed', 'told'] as const;
export type ModelCallOutcome = (typeof MODEL_CALL_OUTCOMES)[number];

/** What one request to a model took. */
export interface ModelCall {
  readonly outcome: ModelCallOutcome;
  /** As its provider calls it; not there where nobody said. */
  readonly model?: string;
  /** Of a refusal. */
  readonly status?: number;
  readonly usage?: ModelUsage;
  /** All tokens, where only their sum is told. */
  readonly tokens?: number;
  /** What the agent itself says that it cost. */
  readonly cost_usd?: number;
}

/**
 * Where a cost is from: a price of the table or of the configuration; such a price and an estimate of the tokens, of an
 * answer that was not waited for; or the agent's own word. Else it is not known.
 */
export const COST_SOURCES = ['prices', 'estimate', 'agent', 'unknown'] as const;
export type CostSource = (typeof COST_SOURCES)[number];

/** A request to a model with its cost. */
export interface PricedCall {
  readonly call: ModelCall;
  /** Input and output. */
  readonly tokens: number;
  /** Null where it is not known; 0 where nothing was used. */
  readonly cost_usd: number | null;
  readonly cost_source: CostSource;
}

/** All tokens of a request. */
export function tokensOf({ usage, tokens }: ModelCall): number {
  return usage === undefined ? (tokens ?? 0) : usage.input + usage.output;
}
