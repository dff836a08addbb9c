import { expect, it } from 'vitest';
import type { ModelCall } from '../../domain/money/model-call.ts';
import type { SessionFacts } from '../../domain/session-facts.ts';
import { keepAccount } from './told-usage.ts';

function kept(final: unknown, repeats = false) {
  const calls: (readonly [ModelCall, string | undefined])[] = [];
  const facts: SessionFacts[] = [];
  const account = {
    spent: (call: ModelCall, telling?: string) => calls.push([call, telling]),
    about: (more: SessionFacts) => facts.push(more),
    refusal: () => Promise.resolve(undefined),
    limited: () => undefined,
  };
  keepAccount(account, final, { repeats });
  return { calls, facts };
}

it.each([
  ['their sum', { tokens_used: 12.4, cost_usd: 0.1 }, { tokens: 12, cost_usd: 0.1 }],
  [
    'each kind',
    { model: 'm', input: 9, output: 3, cached: 1 },
    { model: 'm', usage: { input: 9, output: 3, cached: 1, cached_written: 0, reasoning: 0 } },
  ],
])('the account of an agent has the tokens that it tells: %s', (_what, usage, call) => {
  expect(kept({ type: 'result', summary: 'x', usage }).calls).toEqual([[{ outcome: 'told', ...call }, undefined]]);
});

it('an error has cost what it cost, too, and names its session', () => {
  const error = { type: 'error', transient: true, message: 'busy', session: 's-1', usage: { tokens_used: 7 } };
  expect(kept(error)).toEqual({ calls: [[{ outcome: 'told', tokens: 7 }, undefined]], facts: [{ session: 's-1' }] });
});

it('what may be told again of the same work is told with its words', () => {
  const final = { type: 'result', usage: { tokens_used: 7 } };
  expect(kept(final, true).calls[0]?.[1]).toBe(JSON.stringify(final));
});

it.each([{ usage: { tokens_used: -1 } }, { usage: { input: 1 } }, {}, undefined])(
  'nothing else is kept: %j',
  (final) => {
    expect(kept(final)).toEqual({ calls: [], facts: [] });
  },
);
