import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { CALL } from '../../src/agents/built-in/e2e-tester/plain-error.ts';
import { COMPOUND, TAG, XPATH } from '../../src/feature/selector.ts';
import { SHAPES } from '../../src/observability/secret-shapes.ts';

/** The check tries attacks on every expression. */
const PATIENCE = { timeout: 120_000 };

const rules = { 'redos/no-vulnerable': 'error', 'no-restricted-syntax': 'error' } as const;

/** What the rules that hold for a file of src say of other code, each message by its rule. */
async function saidOf(code: string, file = 'src/feature/tokenize.ts'): Promise<readonly (string | null)[]> {
  const own = (await new ESLint().calculateConfigForFile(file)) as {
    readonly plugins: Record<string, object>;
    readonly rules: Record<string, unknown>;
  };
  const kept = Object.fromEntries(Object.keys(rules).map((name) => [name, own.rules[name] ?? 'off']));
  const only = [{ files: ['**/*.js'], plugins: { redos: own.plugins['redos'] ?? {} }, rules: kept }];
  const lint = new ESLint({ overrideConfigFile: true, overrideConfig: only as never });
  const [result] = await lint.lintText(code, { filePath: 'code.js' });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

describe('the lint of regular expressions', () => {
  it.each([
    ['the one that a line of dots once held up for days', String.raw`/^(.*?)((?:\.\.\.|[.,;:!?)…])+)$/su`],
    ['one of the square of the length', String.raw`/^\s*#{1,6}\s+(.*)$/u`],
    ['one that tries again from every place', String.raw`/\s+$/u`],
    ['one that looks for a word and then for another', String.raw`/repository .*not found/i`],
  ])('refuses %s', PATIENCE, async (_, expression) => {
    expect(await saidOf(`export const x = ${expression};`)).toEqual(['redos/no-vulnerable']);
  });

  it('refuses one that is put together at run time', PATIENCE, async () => {
    expect(await saidOf('export const x = (word) => new RegExp(word);')).toEqual(['no-restricted-syntax']);
    expect(await saidOf("export const x = (word) => RegExp(`${word}s`, 'u');")).toEqual(['no-restricted-syntax']);
  });

  it('holds for all of src but its tests', PATIENCE, async () => {
    for (const file of ['src/feature/a.ts', 'src/agents/built-in/guardian/b.ts', 'src/api/c.ts', 'src/domain/d.ts']) {
      const { rules: held } = (await new ESLint().calculateConfigForFile(file)) as { rules: Record<string, unknown> };
      expect(held).toMatchObject({
        'redos/no-vulnerable': [2, expect.anything()],
        'no-restricted-syntax': [2, expect.anything()],
      });
    }
  });

  it.each([
    ['secrets', 6, SHAPES.map(([form]) => form)],
    ['selectors', 3, [COMPOUND, TAG, XPATH]],
    ['the calls of a locator', 1, [CALL]],
  ])('finds nothing in the forms of %s, which are put together from literals', PATIENCE, async (_, least, forms) => {
    expect(forms.length).toBeGreaterThanOrEqual(least);
    expect(await saidOf(forms.map((form, index) => `export const x${index} = ${String(form)};`).join('\n'))).toEqual(
      [],
    );
  });
});
