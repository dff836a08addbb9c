import { z } from 'zod';
import type { Budgets } from '../domain/money/budget.ts';

/** An amount of money that may be spent. */
export const usdAmount = z.number().positive().max(1_000_000);

const tokenAmount = z.int().positive().max(1_000_000_000_000);

/** The `budgets` part of `chimera.config.yaml`. Days are those of UTC. */
export const budgetsSchema = z.strictObject({
  /** What one task may cost, with all its attempts and rounds. */
  task_usd: usdAmount.optional(),
  task_tokens: tokenAmount.optional(),
  /** What the tasks of one project may cost on one day. */
  project_usd_per_day: usdAmount.optional(),
  project_tokens_per_day: tokenAmount.optional(),
  /** What all tasks may cost on one day. */
  usd_per_day: usdAmount.optional(),
  tokens_per_day: tokenAmount.optional(),
});

const perMillion = z.number().min(0).max(100_000);

const tokenPrices = {
  input: perMillion,
  /** Of input that the provider read from its cache; as other input without it. */
  cached: perMillion.optional(),
  /** Of input that the provider wrote to its cache. */
  cached_written: perMillion.optional(),
  output: perMillion,
};

/** The `prices` part: USD for a million tokens, by model. */
export const pricesSchema = z.record(
  z.string().min(1).max(200),
  z.strictObject({
    ...tokenPrices,
    /** Of a request with more tokens of input than so many. */
    long: z.strictObject({ above: z.int().positive(), ...tokenPrices }).optional(),
  }),
);

/** The budgets as they are watched. */
export function budgetsOf(budgets: z.output<typeof budgetsSchema>): Budgets {
  return {
    task: { usd: budgets.task_usd, tokens: budgets.task_tokens },
    project_day: { usd: budgets.project_usd_per_day, tokens: budgets.project_tokens_per_day },
    day: { usd: budgets.usd_per_day, tokens: budgets.tokens_per_day },
  };
}
