import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelUsage } from './model-call.ts';
import { PRICE_TABLE, PRICES_AS_OF } from './price-table.ts';
import { costOf, priced, priceOf } from './prices.ts';

const amount = fc.nat({ max: 400_000 });
const usage: fc.Arbitrary<ModelUsage> = fc
  .record({
    fresh: amount,
    cached: amount,
    cached_written: amount,
    output: amount,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ fresh, cached, cached_written, output, share }) => ({
    ...{ input: fresh + cached + cached_written, cached, cached_written, output },
    reasoning: Math.floor(output * share),
  }));
const rate = fc.double({ min: 0, max: 100, noNaN: true });
const price = fc.record({ input: rate, cached: rate, cached_written: rate, output: rate });

describe('the price of a model', () => {
  it.each([
    ['claude-opus-5', 5],
    ['claude-opus-4-5-20251101', 5],
    ['anthropic/claude-opus-4.5', 5],
    ['claude-sonnet-4-20250514', 3],
    ['claude-haiku-4-5-latest', 1],
    ['gpt-5-2025-08-07', 1.25],
    ['openai/gpt-5.4-mini', 0.75],
    ['gemini-2.5-pro-preview-05-06', 1.25],
    ['models/gemini-2.5-flash-002', 0.3],
  ])('is found by the name that its provider gives it: %s', (model, input) => {
    expect(priceOf(model)?.input).toBe(input);
  });

  it.each(['gpt-5-nonsense', 'claude', '', 'some-model', 'gpt-5.4-mini-turbo'])(
    'is that of no other model: %s',
    (model) => {
      expect(priceOf(model)).toBeUndefined();
    },
  );

  it('is the one of the configuration where that has one', () => {
    const own = { 'claude-opus-5': { input: 1, output: 2 }, mine: { input: 0, output: 0 } };
    expect(priceOf('claude-opus-5', own)?.input).toBe(1);
    expect(priceOf('house/mine', own)?.input).toBe(0);
    expect(priceOf('claude-sonnet-5', own)?.input).toBe(2);
  });

  it('was looked up on a day that is told, and is more for what is written to a cache than for what is read from it', () => {
    expect(PRICES_AS_OF).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const { input, cached = input, cached_written = input, output } of Object.values(PRICE_TABLE)) {
      expect(cached).toBeLessThanOrEqual(input);
      expect(cached_written).toBeGreaterThanOrEqual(input);
      expect(output).toBeGreaterThan(input);
    }
  });
});

describe('the cost of an answer', () => {
  it('is that of its tokens, each kind by its own price', () => {
    const used = { input: 1_000_000, cached: 500_000, cached_written: 100_000, output: 200_000, reasoning: 50_000 };
    expect(costOf(used, { input: 10, cached: 1, cached_written: 12, output: 50 })).toBeCloseTo(4 + 0.5 + 1.2 + 10, 10);
  });

  it('takes cached input for other input where it has no price of its own', () => {
    const used = { input: 1_000_000, cached: 900_000, output: 0, reasoning: 0 };
    expect(costOf(used, { input: 3, output: 1 })).toBeCloseTo(3, 10);
  });

  it('is by the prices of long requests from so much input on', () => {
    const sol = { input: 2, output: 10, long: { above: 200_000, input: 4, output: 15 } };
    const used = { cached: 0, output: 100_000, reasoning: 0 };
    expect(costOf({ ...used, input: 200_000 }, sol)).toBeCloseTo(0.4 + 1, 10);
    expect(costOf({ ...used, input: 200_001 }, sol)).toBeCloseTo(0.800004 + 1.5, 10);
  });

  it('is never below zero, and grows with each kind of token', () => {
    fc.assert(
      fc.property(usage, price, fc.constantFrom('input', 'output', 'cached', 'cached_written'), (used, rates, kind) => {
        const cost = costOf(used, rates);
        expect(cost).toBeGreaterThanOrEqual(0);
        const more = { ...used, [kind]: (used[kind] ?? 0) + 1_000 };
        const grown = kind === 'input' || kind === 'output' ? more : { ...more, input: used.input + 1_000 };
        expect(costOf(grown, rates)).toBeGreaterThanOrEqual(cost);
      }),
    );
  });
});

describe('a request with its cost', () => {
  const used = { input: 1_000, cached: 0, output: 100, reasoning: 0 };

  it.each([
    [
      'by the model’s price, whatever its agent says',
      { model: 'gpt-6-sol', usage: used, cost_usd: 9 },
      0.003,
      'prices',
    ],
    ['by its agent’s word', { model: 'unheard-of', usage: used, cost_usd: 9 }, 9, 'agent'],
    ['not known', { model: 'unheard-of', usage: used }, null, 'unknown'],
    ['nothing, of a request that used nothing', { status: 429 }, 0, 'unknown'],
  ] as const)('is %s', (_how, call, cost_usd, cost_source) => {
    const found = priced({ outcome: 'answered', ...call });
    expect(found).toMatchObject({ cost_source, tokens: 'usage' in call ? 1_100 : 0 });
    expect(found.cost_usd).toBe(cost_usd);
  });

  it('is an estimate where the answer was not waited for', () => {
    expect(priced({ outcome: 'cut_off', model: 'gpt-6-sol', usage: used })).toMatchObject({ cost_source: 'estimate' });
  });
});
