import { describe, expect, it } from 'vitest';
import { perCompletedTask, spendingParts } from './spending.ts';

const part = (name: string, cost_usd: number, tokens_used = 0, calls = 1) => ({ name, calls, tokens_used, cost_usd });

describe('what was spent', () => {
  it('is told by the share of all costs, the dearest first', () => {
    const parts = spendingParts([part('blog', 1, 900), part('shop', 3, 100)], part('all', 4, 1_000, 2));
    expect(parts.map(({ name, share }) => [name, share])).toEqual([
      ['shop', 0.75],
      ['blog', 0.25],
    ]);
  });

  it('is told by tokens where nothing costs anything, and by calls where nothing is known', () => {
    const tokens = spendingParts([part('blog', 0, 900), part('shop', 0, 100)], part('all', 0, 1_000, 2));
    expect(tokens.map(({ share }) => share)).toEqual([0.9, 0.1]);
    const calls = spendingParts([part('blog', 0, 0, 1), part('shop', 0, 0, 5)], part('all', 0, 0, 6));
    expect(calls.map(({ name, share }) => [name, share])).toEqual([
      ['shop', 0],
      ['blog', 0],
    ]);
  });

  it('is spread over the tasks that completed', () => {
    expect(perCompletedTask(part('all', 9, 600), 3)).toEqual({ tokens_used: 200, cost_usd: 3 });
    expect(perCompletedTask(part('all', 9, 600), 0)).toBeNull();
  });
});
