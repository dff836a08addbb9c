import { describe, expect, it } from 'vitest';
import { TerminalAgentError } from '../../../../domain/failure.ts';
import type { Assertion, Feature, Interaction, PageText, Step } from '../../../../feature/step.ts';
import { writeTest } from './write-test.ts';

const quoted = (value: string): PageText => ({ value, exact: true });
const loose = (value: string): PageText => ({ value, exact: false });

const does = (sentence: string, line: number, interaction: Interaction): Step => ({
  sentence,
  line,
  does: { type: 'interaction', interaction },
});
const expects = (sentence: string, line: number, assertion: Assertion): Step => ({
  sentence,
  line,
  does: { type: 'assertion', assertion },
});

const OPTIONS = { taskId: 'chimera-0123456789ab', targetUrl: 'https://shop.example/' };

const wishlist: Feature = {
  name: 'Wishlist',
  form: 'gherkin',
  scenarios: [
    {
      name: "Remember somebody's lamp",
      steps: [
        does('Given I open the home page', 3, { kind: 'open', location: 'https://shop.example/' }),
        does('When I click "Add to wishlist" in the row Lamp', 4, {
          kind: 'click',
          target: { kind: 'button', name: quoted('Add to wishlist'), within: { kind: 'row', name: loose('Lamp') } },
          times: 1,
        }),
        expects('Then I see the heading "Wishlist" and "1 item"', 5, {
          kind: 'see',
          target: { kind: 'heading', name: quoted('Wishlist') },
        }),
        expects('Then I see the heading "Wishlist" and "1 item"', 5, {
          kind: 'see',
          target: { kind: 'any', name: quoted('1 item') },
        }),
        expects('And I do not see empty', 6, { kind: 'not-see', target: { kind: 'any', name: loose('empty') } }),
      ],
    },
  ],
};

describe('a written test', () => {
  it('reads as a person would have written it', () => {
    expect(writeTest(wishlist, OPTIONS)).toBe(`// Feature: Wishlist
// Task: chimera-0123456789ab
import { expect, test } from '@playwright/test';

test.describe('Wishlist', () => {
  test("Remember somebody's lamp", async ({ page }) => {
    await test.step('Given I open the home page', async () => {
      await page.goto('/');
    });
    await test.step('When I click "Add to wishlist" in the row Lamp', async () => {
      await page.getByRole('row', { name: 'Lamp' }).getByRole('button', { name: 'Add to wishlist', exact: true }).click();
    });
    await test.step('Then I see the heading "Wishlist" and "1 item"', async () => {
      await expect(page.getByRole('heading', { name: 'Wishlist', exact: true }).filter({ visible: true }).first()).toBeVisible();
      await expect(page.getByText(/1\\s+item/).filter({ visible: true }).first()).toBeVisible();
    });
    await test.step('And I do not see empty', async () => {
      await expect(page.getByText('empty').filter({ visible: true })).toHaveCount(0);
    });
  });
});
`);
  });

  it('brings along only the functions that it uses', () => {
    const source = writeTest(
      {
        ...wishlist,
        scenarios: [
          {
            name: 'Sign in',
            steps: [
              does('enter x', 1, {
                kind: 'fill',
                target: { kind: 'field', name: loose('Email') },
                value: 'a@b.example',
              }),
              expects('url', 2, { kind: 'url', comparison: 'ends-with', value: '/account' }),
            ],
          },
        ],
      },
      OPTIONS,
    );
    expect(source).toContain("import { expect, type Locator, type Page, test } from '@playwright/test';");
    expect(source).toContain("await field(page, 'Email').fill('a@b.example');");
    expect(source.match(/^(async )?function \w+/gm)).toEqual(['function field']);
  });

  it('begins at the home page when no sentence opens another', () => {
    const steps = [expects('I see Lamp', 1, { kind: 'see', target: { kind: 'text', name: loose('Lamp') } })];
    const source = writeTest({ ...wishlist, scenarios: [{ name: 'Look', steps }] }, OPTIONS);
    expect(source).toContain("async ({ page }) => {\n    await page.goto('/');\n    await test.step('I see Lamp'");
    expect(writeTest(wishlist, OPTIONS).match(/page\.goto/g)).toHaveLength(1);
  });

  it('tells scenarios of the same or no name apart, since the runner refuses two alike', () => {
    const steps = wishlist.scenarios[0]?.steps ?? [];
    const scenarios = ['Buy', 'Buy', ' ', 'Buy (2)'].map((name) => ({ name, steps }));
    const titles = writeTest({ ...wishlist, scenarios }, OPTIONS).match(/(?<= {2}test\().*(?=, async)/g);
    expect(titles).toEqual(["'Buy'", "'Buy (2)'", "'Scenario 3'", "'Buy (2) (2)'"]);
  });

  it('is refused for a feature without scenarios and for a scenario that asserts nothing', () => {
    expect(() => writeTest({ ...wishlist, scenarios: [] }, OPTIONS)).toThrow(TerminalAgentError);
    const steps = [does('open', 1, { kind: 'open', location: '/' })];
    expect(() => writeTest({ ...wishlist, scenarios: [{ name: 'Look', steps }] }, OPTIONS)).toThrow('asserts nothing');
  });
});
