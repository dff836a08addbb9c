import { z } from 'zod';
import { BUDGET_SCOPES } from '../domain/money/budget.ts';
import { PHASES } from '../domain/phase.ts';
import { count, share, textOnce, time } from './fields.ts';
import { historyQuerySchema } from './history.ts';

/** By what spending is told. */
export const SPENDING_GROUPS = ['project', 'task', 'phase', 'round', 'agent', 'model', 'day'] as const;

/** Parts that are told at most; of more the dearest, or the latest days. */
export const MOST_PARTS = 500;

const NAME_LIMIT = 200;

/** The query of what was spent. */
export const spendingQuerySchema = historyQuerySchema.pick({ from: true, to: true, project: true }).extend({
  phase: z.enum(PHASES, `must be one of ${PHASES.join(', ')}`).exactOptional(),
  agent: textOnce(NAME_LIMIT).exactOptional().describe('As circuit breakers know it, such as coder-agent@shop.'),
  model: textOnce(NAME_LIMIT).exactOptional().describe('As its provider calls it.'),
  task: textOnce(NAME_LIMIT).exactOptional().describe('The id of a task; then all of its time, if no time is given.'),
  by: z
    .enum(SPENDING_GROUPS, `must be one of ${SPENDING_GROUPS.join(', ')}`)
    .default('model')
    .describe('round: phase and round.'),
});

export type SpendingParameters = z.input<typeof spendingQuerySchema>;
export type SpendingRequest = z.output<typeof spendingQuerySchema>;

const amount = z.number().min(0);

const SUM_EXAMPLE = {
  requests: 41,
  refused: 2,
  input: 610_000,
  cached: 480_000,
  output: 21_000,
  reasoning: 9_000,
  tokens: 631_000,
  cost_usd: 0.566,
  estimated_usd: 0,
  unpriced: 0,
};

const sum = {
  requests: count.describe('To models; or calls, of agents whose models are not seen.'),
  refused: count.describe('Those that the provider refused, or that had no answer.'),
  input: amount.describe('Tokens, with those that were read from a cache or written to one.'),
  cached: amount.describe('Of the input, those read from a cache.'),
  output: amount.describe('Tokens, with those of reasoning.'),
  reasoning: amount,
  tokens: amount.describe('Input and output; more than their sum where only all are told.'),
  cost_usd: amount.describe('As far as it is known: by list prices, or the agent’s word.'),
  estimated_usd: amount.describe('Of the cost, that of answers whose end was not waited for.'),
  unpriced: count.describe('Requests that used tokens, and of which nobody knows the cost.'),
};

/** What was spent in all, and by part. */
export const spendingSchema = z
  .object({
    from: time.nullable().describe('Null: from the beginning.'),
    to: time,
    by: z.enum(SPENDING_GROUPS),
    prices_as_of: z.iso.date().describe('The day of the list prices; those of the configuration win.'),
    total: z.object(sum),
    parts: z
      .array(z.object({ name: z.string(), ...sum, share: share.describe('Of all costs, or of all tokens.') }))
      .describe(`The dearest first, days in their order; at most ${MOST_PARTS}.`),
  })
  .meta({
    id: 'Spending',
    title: 'What was spent',
    examples: [
      {
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-02T00:00:00.000Z',
        by: 'model',
        prices_as_of: '2026-02-01',
        total: SUM_EXAMPLE,
        parts: [{ name: 'gpt-6-sol', ...SUM_EXAMPLE, share: 1 }],
      },
    ],
  });

export type SpendingView = z.output<typeof spendingSchema>;

const USE_EXAMPLE = {
  scope: 'project_day',
  project: 'shop',
  unit: 'usd',
  limit: 100,
  spent: 83.2,
  share: 0.832,
  state: 'warned',
} as const;

/** The budgets of the configuration, and how far those of today are used up. */
export const budgetsViewSchema = z
  .object({
    day: z.iso.date().describe('Today, in UTC.'),
    task: z.object({ usd: amount.nullable(), tokens: amount.nullable() }).describe('What one task may spend.'),
    uses: z.array(
      z.object({
        scope: z.enum(BUDGET_SCOPES),
        project: z.string().nullable(),
        unit: z.enum(['usd', 'tokens']),
        limit: amount,
        spent: amount,
        share: amount,
        state: z.enum(['well', 'warned', 'spent']).describe('Warned from 80 % on.'),
      }),
    ),
  })
  .meta({
    id: 'Budgets',
    title: 'Budgets',
    examples: [{ day: '2026-03-01', task: { usd: 10, tokens: null }, uses: [USE_EXAMPLE] }],
  });

export type BudgetsView = z.output<typeof budgetsViewSchema>;
