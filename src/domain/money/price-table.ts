/** USD for a million tokens. What is not given of the cache costs as much as other input. */
interface TokenPrices {
  readonly input: number;
  readonly cached?: number | undefined;
  readonly cached_written?: number | undefined;
  readonly output: number;
}

/** What a model costs; `long` for a request with more than so many tokens of input, all of them. */
export interface ModelPrice extends TokenPrices {
  readonly long?: (TokenPrices & { readonly above: number }) | undefined;
}

/** When the table was looked up. */
export const PRICES_AS_OF = '2026-12-01';

/**
 * List prices of the providers' standard tier in USD for a million tokens, as they were on that day. They change: what is
 * named under `prices` in the configuration wins. A promotion that ends soon is not counted on.
 */
export const PRICE_TABLE: Readonly<Record<string, ModelPrice>> = {
  'claude-fable-5.1': { input: 10, cached: 0.25, cached_written: 12.5, output: 50 },
  'claude-fable-5': { input: 10, cached: 1, cached_written: 12.5, output: 50 },
  'claude-opus-5.5': { input: 4, cached: 0.2, cached_written: 5, output: 20 },
  'claude-opus-5': { input: 5, cached: 0.5, cached_written: 6.25, output: 25 },
  'claude-opus-4.8': { input: 5, cached: 0.5, cached_written: 6.25, output: 25 },
  'claude-opus-4.7': { input: 5, cached: 0.5, cached_written: 6.25, output: 25 },
  'claude-opus-4.6': { input: 5, cached: 0.5, cached_written: 6.25, output: 25 },
  'claude-opus-4.5': { input: 5, cached: 0.5, cached_written: 6.25, output: 25 },
  'claude-opus-4.1': { input: 15, cached: 1.5, cached_written: 18.75, output: 75 },
  'claude-sonnet-5.5': { input: 2, cached: 0.1, cached_written: 2.5, output: 10 },
  'claude-sonnet-5': { input: 2, cached: 0.2, cached_written: 2.5, output: 10 },
  'claude-sonnet-4.6': { input: 3, cached: 0.3, cached_written: 3.75, output: 15 },
  'claude-sonnet-4.5': { input: 3, cached: 0.3, cached_written: 3.75, output: 15 },
  'claude-sonnet-4': { input: 3, cached: 0.3, cached_written: 3.75, output: 15 },
  'claude-haiku-4.5': { input: 1, cached: 0.1, cached_written: 1.25, output: 5 },
  'claude-haiku-3.5': { input: 0.8, cached: 0.08, cached_written: 1, output: 4 },

  'gpt-6.2-astra': {
    ...{ input: 8, cached: 0.4, cached_written: 10, output: 40 },
    long: { above: 272_000, input: 16, cached: 0.8, cached_written: 20, output: 60 },
  },
  'gpt-6.2-sol': {
    ...{ input: 2, cached: 0.1, cached_written: 2.5, output: 10 },
    long: { above: 272_000, input: 4, cached: 0.2, cached_written: 5, output: 15 },
  },
  'gpt-6.1-sol': { input: 2, cached: 0.1, output: 10 },
  'gpt-6-sol': { input: 2, cached: 0.2, output: 10 },
  'gpt-5.5': { input: 5, cached: 0.5, output: 30 },
  'gpt-5.4': { input: 2.5, cached: 0.25, output: 15 },
  'gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5 },
  'gpt-5.4-nano': { input: 0.2, cached: 0.02, output: 1.25 },
  'gpt-5.3-codex': { input: 1.75, cached: 0.175, output: 14 },
  'gpt-5.2': { input: 1.75, cached: 0.175, output: 14 },
  'gpt-5.1': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-codex': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },

  'gemini-4-neon': { input: 3, cached: 0.15, output: 15 },
  'gemini-4-hydrogen': { input: 1.5, cached: 0.075, output: 7.5 },
  'gemini-3.8-flash': { input: 1.5, cached: 0.15, output: 7.5 },
  'gemini-3.7-flash': { input: 1.5, cached: 0.15, output: 7.5 },
  'gemini-3.6-flash': { input: 1.5, cached: 0.15, output: 7.5 },
  'gemini-3.5-flash': { input: 1.5, cached: 0.15, output: 9 },
  'gemini-3.5-flash-lite': { input: 0.3, cached: 0.03, output: 2.5 },
  'gemini-3-flash': { input: 0.5, cached: 0.05, output: 3 },
  'gemini-2.5-pro': {
    ...{ input: 1.25, cached: 0.125, output: 10 },
    long: { above: 200_000, input: 2.5, cached: 0.25, output: 15 },
  },
  'gemini-2.5-flash': { input: 0.3, cached: 0.03, output: 2.5 },
  'gemini-2.5-flash-lite': { input: 0.1, cached: 0.01, output: 0.4 },
};
