import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { parseConfig } from './file.ts';

const config = (more: string, agent = '{ preset: codex, model: mine }') =>
  parseConfig(
    `projects:\n  - { name: shop, repository: ., staging: { command: x }, agents: { coder-agent: ${agent} } }\n${more}`,
    '/etc/chimera.yaml',
  );

const problemsOf = (...given: Parameters<typeof config>): string => {
  try {
    config(...given);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
};

describe('budgets in the configuration', () => {
  it('are none unless they are given', () => {
    const { budgets, prices } = config('');
    expect(budgets).toEqual({ task: {}, project_day: {}, day: {} });
    expect(prices).toEqual({});
  });

  it('are by what they are for', () => {
    const { budgets } = config('budgets: { task_tokens: 9, project_tokens_per_day: 8, tokens_per_day: 7 }');
    expect(budgets).toEqual({ task: { tokens: 9 }, project_day: { tokens: 8 }, day: { tokens: 7 } });
  });

  it.each([
    ['budgets: { task_usd: -1 }', /budgets\.task_usd/],
    ['budgets: { task_eur: 1 }', /budgets\.task_eur: unknown key; known are task_usd, task_tokens,/],
    ['prices: { mine: { input: 2 } }', /prices\.mine\.output/],
  ])('are refused with what would be right: %s', (text, problem) => {
    expect(problemsOf(text)).toMatch(problem);
  });

  it('in USD are refused with a model that has no price, wherever its agent is declared', () => {
    expect(problemsOf('budgets: { usd_per_day: 5 }')).toMatch(
      /projects\[0\]\.agents\.coder-agent\.model is "mine": must have a price/,
    );
    const shared = 'budgets: { task_usd: 5 }\nagents: { me: { preset: codex, model: mine } }';
    expect(problemsOf(shared, 'me')).toMatch(/agents\.me\.model is "mine": must have a price/);
    expect(problemsOf('budgets: { usd_per_day: 5 }\nprices: { mine: { input: 2, output: 10 } }')).toBe('');
    expect(problemsOf('budgets: { usd_per_day: 5 }', '{ preset: codex, model: gpt-6-sol }')).toBe('');
    expect(problemsOf('budgets: { tokens_per_day: 5 }')).toBe('');
  });
});
