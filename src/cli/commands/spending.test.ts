import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type CommandLine } from '../../../tests/support/cli/chimera.ts';
import { jsonAnswer } from '../../../tests/support/cli/stub-api.ts';
import { columnsOf } from '../../text/columns.ts';

const SUM = {
  ...{ requests: 41, refused: 2, input: 610_000, cached: 480_000, output: 21_000, reasoning: 9_000, tokens: 631_000 },
  ...{ cost_usd: 0.566, estimated_usd: 0, unpriced: 0 },
};
const NONE = Object.fromEntries(Object.keys(SUM).map((key) => [key, 0]));
const SPENT = {
  ...{ from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', by: 'model', prices_as_of: '2026-02-01' },
  total: SUM,
  parts: [{ name: 'gpt-6-sol', ...SUM, share: 1 }],
};

let cli: CommandLine;
beforeEach(async () => {
  cli = await commandLine();
});
afterEach(() => cli.close());

/** What a command prints, without its colours. */
async function shownBy(args: string[], columns: number) {
  const { code, out } = await cli.run(args, { columns });
  return { code, out: stripVTControlCharacters(out) };
}

const spent = (changes: object = {}): void => {
  cli.api.routes['GET /api/spending'] = jsonAnswer(200, { ...SPENT, ...changes });
};

describe('chimera spending', () => {
  it('shows what was spent by model, in a table that fits', async () => {
    spent();
    const { code, out } = await shownBy(['spending'], 80);
    expect(code).toBe(0);
    expect(out).toMatch(/^\$0\.5660 for 631 000 tokens in 41 requests\nfrom 2026-03-01/);
    expect(out).toMatch(/^ *gpt-6-sol .*610 000 .*21 000 +\$0\.5660/m);
    expect(out).toContain('List prices as of 2026-02-01');
    for (const line of out.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(80);
  });

  it('says what is an estimate, and what nobody knows', async () => {
    const total = { ...SUM, estimated_usd: 0.1, unpriced: 3 };
    spent({ total, parts: [{ name: 'not told', ...total, share: 1 }] });
    const { out } = await cli.run(['spending'], { columns: 160 });
    expect(out).toContain('≥ $0.5660');
    expect(out).toContain('$0.1000 of it is an estimate');
    expect(out).toContain('The cost is not known of 3 requests');
  });

  it('says that no model was asked', async () => {
    spent({ total: NONE, parts: [] });
    expect((await cli.run(['spending'])).out).toMatch(/^No agent asked a model from /);
  });

  it('refuses to put it together by what it does not know, with what it knows', async () => {
    const { code, err } = await cli.run(['spending', '--by', 'colour']);
    expect(code).toBe(2);
    expect(err).toMatch(/--by.*must be one of project, task, phase/s);
  });

  it('gives what the API says with --json', async () => {
    spent();
    expect(JSON.parse((await cli.run(['spending', '--json'])).out)).toEqual(SPENT);
  });
});

describe('chimera budgets', () => {
  const use = { scope: 'day', project: null, unit: 'usd', limit: 300, spent: 12, share: 0.04, state: 'well' };
  const shown = (answer: object): void => {
    cli.api.routes['GET /api/budgets'] = jsonAnswer(200, {
      day: '2026-03-01',
      task: { usd: 10, tokens: null },
      ...answer,
    });
  };

  it('shows those that are nearly spent, and counts the many that are well', async () => {
    const projects = Array.from({ length: 50 }, (_, index) => ({
      ...{ ...use, scope: 'project_day', project: `shop-${index}`, limit: 100 },
      ...(index === 7 ? { spent: 83.2, share: 0.832, state: 'warned' } : {}),
    }));
    shown({ uses: [use, ...projects] });
    const { out } = await shownBy(['budgets'], 80);
    expect(out).toMatch(/^1 of 51 budgets is spent, or nearly/);
    expect(out).toContain('A task may spend $10.00.');
    expect(out).toMatch(/all projects +\$12\.00 +\$300\.00/);
    expect(out).toMatch(/shop-7 +\$83\.20 +\$100\.00 +83 % .*nearly spent/);
    expect(out).toContain('… and 49 of projects that are well');
    expect((await cli.run(['budgets', '--all'])).out).toContain('shop-33');
  });

  it('colours the state of each, and cuts no name so that two look alike', async () => {
    const name = (n: number) => `payments-platform-${n}-for-northern-europe-and-beyond`;
    shown({ uses: [1, 2].map((n) => ({ ...use, project: name(n), spent: 400, share: 1.3, state: 'spent' })) });
    const { out } = await cli.run(['budgets'], { columns: 80 });
    expect(out).toContain('\u001B[31mspent\u001B[39m');
    const names = stripVTControlCharacters(out).matchAll(/^ +(payments\S+)/gm);
    expect(new Set([...names].map(([, shownName]) => shownName)).size).toBe(2);
    for (const line of out.split('\n')) expect(columnsOf(stripVTControlCharacters(line))).toBeLessThanOrEqual(80);
  });

  it('says how one is set where there is none', async () => {
    shown({ task: { usd: null, tokens: null }, uses: [] });
    expect((await cli.run(['budgets'])).out).toMatch(/^No budget of a day is set: .*usd_per_day/);
  });
});

describe('what agents may spend on a task', () => {
  it.each([
    [['--budget-usd', 'much'], /--budget-usd.*must be an amount of USD/s],
    [['--budget-usd', '0'], /--budget-usd.*must be an amount of USD/s],
    [['--budget-tokens', '1.5'], /--budget-tokens/],
  ])('is refused where it is none: %s', async (options, problem) => {
    const { code, err } = await cli.run(['submit', 'I open "/".', ...options]);
    expect(code).toBe(2);
    expect(err).toMatch(problem);
  });
});
