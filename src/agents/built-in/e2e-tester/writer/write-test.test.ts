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
  it('says itself whether its scenarios may run side by side, which depends on the site', () => {
    const two = { ...wishlist, scenarios: [...wishlist.scenarios, ...wishlist.scenarios] };
    const configured = "test.describe('Wishlist', () => {\n  test.describe.configure({ mode: 'parallel' });\n";
    expect(writeTest(two, { ...OPTIONS, siteState: 'per_visitor' })).toContain(configured);
    expect(writeTest(two, OPTIONS)).not.toContain('parallel');
  });

  it('reads as a person would have written it', () => {
    const [head = '', ...functions] = writeTest(wishlist, OPTIONS).split('\n\n/** ');
    expect(head).toBe(`// Feature: Wishlist
// Task: chimera-0123456789ab
import { expect, type Frame, type Locator, type Page, type Response, selectors, test } from '@playwright/test';

test.describe('Wishlist', () => {
  test.beforeAll(() => teach('named', naming));

  test("Remember somebody's lamp", async ({ page }) => {
    await test.step('Given I open the home page', async () => {
      await opened(page.goto('/'));
    });
    await test.step('When I click "Add to wishlist" in the row Lamp', async () => {
      await (await find(page, (at) => at.getByRole('row', { name: 'Lamp' }).locator(named('button', 'Add to wishlist')))).click();
    });
    await test.step('Then I see the heading "Wishlist" and "1 item"', async () => {
      await expect(await findExpected(page, (at) => at.locator(named('heading', 'Wishlist')).first())).toBeVisible();
      await expect(await findExpected(page, (at) => at.getByText(/1\\s+item/).filter({ visible: true }).first())).toBeVisible();
    });
    await test.step('And I do not see empty', async () => {
      await expectNone(page, (at) => at.getByText('empty').filter({ visible: true }));
    });
  });
});`);
    const names = functions.map((source) => /^(?:async )?function (\w+)/m.exec(source)?.[1]).filter(Boolean);
    expect(names).toEqual([
      'opened',
      'answer',
      'expectWorking',
      'find',
      'findExpected',
      'lookFor',
      'onlyOne',
      'describeAll',
      'howMany',
      'expectNone',
      'named',
      'teach',
      'naming',
    ]);
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
    expect(source).toContain(
      "await enter(await find(page, (at) => at.locator(like('field', 'Email'))), 'a@b.example');",
    );
    expect(source.match(/^(async )?function \w+/gm)).toEqual([
      'async function opened',
      'async function find',
      'async function lookFor',
      'async function onlyOne',
      'async function describeAll',
      'async function enter',
      'async function choose',
      'function named',
      'function like',
      'async function teach',
      'function naming',
    ]);
  });

  it('has variables for tabs and for dialogs of the browser only where its sentences speak of them', () => {
    const goOn = (tab: 'new' | 'first'): Interaction => ({ kind: 'switch-tab', tab });
    const source = writeTest(
      {
        ...wishlist,
        scenarios: [
          {
            name: 'Two tabs',
            steps: [
              does('a new tab opens', 1, goOn('new')),
              does('close the tab', 2, { kind: 'close-tab' }),
              expects('the title is x', 3, { kind: 'title', comparison: 'is', text: quoted('x') }),
            ],
          },
          {
            name: 'A prompt',
            steps: [
              does('click Ask', 1, { kind: 'click', target: { kind: 'button', name: quoted('Ask') }, times: 1 }),
              does('accept the prompt', 2, { kind: 'answer', target: { kind: 'browser-dialog' }, answer: 'accept' }),
              expects('the title is x', 3, { kind: 'title', comparison: 'is', text: quoted('x') }),
            ],
          },
        ],
      },
      OPTIONS,
    );
    expect(source).toContain(`async ({ page: firstTab }) => {
    let page = firstTab;
    await opened(page.goto('/'));`);
    expect(source).toContain('page = await newTab(firstTab);');
    expect(source).toContain('await page.close();\n      page = firstTab;');
    expect(source).toContain('const dialogs = browserDialogs(page, { answered: true });');
    expect(source).toContain(
      "await dialogs.during((await find(page, (at) => at.locator(named('button', 'Ask')))).click());",
    );
    expect(source).toContain('await dialogs.accept(/(?:)/);');
    expect(writeTest(wishlist, OPTIONS)).not.toMatch(/dialogs|firstTab/);
  });

  it('opens a page without a look at its answer where the feature says itself what that is', () => {
    const steps = [
      does('open /nope', 1, { kind: 'open', location: '/nope' }),
      expects('the page answers 404', 2, { kind: 'status', status: 404 }),
    ];
    const source = writeTest({ ...wishlist, scenarios: [{ name: 'Gone', steps }] }, OPTIONS);
    expect(source).toContain("await page.goto('/nope');");
    expect(source).toContain('.toBe(404);');
  });

  it('begins at the home page when no sentence opens another', () => {
    const steps = [expects('I see Lamp', 1, { kind: 'see', target: { kind: 'text', name: loose('Lamp') } })];
    const source = writeTest({ ...wishlist, scenarios: [{ name: 'Look', steps }] }, OPTIONS);
    expect(source).toContain(
      "async ({ page }) => {\n    await opened(page.goto('/'));\n    await test.step('I see Lamp'",
    );
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
