/** What requests to models took together. Tokens and USD. */
export interface SpendingSum {
  readonly requests: number;
  /** Those that the provider refused, or that had no answer. */
  readonly refused: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
  readonly tokens: number;
  readonly cost_usd: number;
  /** Of the cost, that of answers whose end was not waited for. */
  readonly estimated_usd: number;
  /** Requests that used tokens, and of which nobody knows the cost. */
  readonly unpriced: number;
}

const NOTHING: SpendingSum = {
  ...{ requests: 0, refused: 0, input: 0, cached: 0, output: 0, reasoning: 0, tokens: 0 },
  ...{ cost_usd: 0, estimated_usd: 0, unpriced: 0 },
};

/** Several sums put together. */
export function totalSpending(sums: readonly SpendingSum[]): SpendingSum {
  const keys = Object.keys(NOTHING) as (keyof SpendingSum)[];
  return sums.reduce(
    (total, sum) => Object.fromEntries(keys.map((key) => [key, total[key] + sum[key]])) as unknown as SpendingSum,
    NOTHING,
  );
}

/** What a share is reckoned from. */
type Weighed = Pick<SpendingSum, 'cost_usd' | 'tokens'>;

/** The share that a part has of all costs, or of all tokens where nothing costs anything, 0 to 1. */
export function shareOf(part: Weighed, total: Weighed): number {
  const weigh = ({ cost_usd, tokens }: Weighed): number => (total.cost_usd > 0 ? cost_usd : tokens);
  const whole = weigh(total);
  return whole === 0 ? 0 : Math.min(1, weigh(part) / whole);
}
