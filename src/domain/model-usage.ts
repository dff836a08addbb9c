/** Tokens that a model counted for one answer. `input` has the cached ones in it, `output` those of reasoning. */
export interface ModelUsage {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}
