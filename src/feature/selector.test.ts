import { describe, expect, it } from 'vitest';
import { selectorIn, type SelectorKind } from './selector.ts';

const SELECTORS: readonly (readonly [SelectorKind, readonly string[]])[] = [
  [
    'css',
    [
      '#submit',
      '#userName',
      '.error',
      '.btn-primary',
      '.MuiButton-root',
      'div.error',
      'button.primary.large',
      'input[name=email]',
      'input[name="email"]',
      '[aria-label="Close"]',
      'a[href="/cart"]',
      '[aria-label="Add to cart"]',
      'button[title="Save, and go on > next"] span',
      '.cart .item',
      '#main > ul > li.active',
      'ul li:first-child',
      'li:nth-child(2)',
      '.a, .b',
      '*[role=alert]',
      'css=.error',
      'id=submit',
      'role=button[name="Save"]',
      ' .error ',
    ],
  ],
  [
    'xpath',
    [
      '//button[1]',
      '//div[@id="x"]',
      `//*[@class='error']`,
      '//button',
      '//div/span',
      './/a',
      '(//a)[1]',
      '/html/body/div[2]',
      'xpath=//x',
      '//input[contains(@name, "q")]',
    ],
  ],
  ['test-id', ['[data-testid=save]', '[data-testid="save"]', 'data-testid=save', '[data-cy=x]', `getByRole('button')`]],
];

const TEXTS = [
  '#1 in sales',
  '#1',
  '#123',
  '#ff0000',
  '#c0ffee00',
  '#FFF0',
  '.NET',
  '.NET Core',
  '//',
  '// TODO',
  '//example.com/path',
  '/cart',
  '/html5',
  '/',
  '...',
  '.',
  '#',
  'C#',
  'Save > New',
  'Home > Shop > Lamps',
  'a, b',
  'a + b',
  'Total: 5.00 €',
  'Name:',
  'Save',
  'table',
  'p',
  '[x]',
  '[1]',
  '[optional] Name',
  '(required)',
  'v1.2',
  'e.g. this',
  'anna@example.com',
  'example.com',
  'https://example.com/#top',
  'list item',
  'Section a.1',
  '* Name',
  'Name *',
  '.5 l',
  '#MeToo now',
  'Use a.b',
  '5 > 3',
  'size:small',
  ':-)',
  ':)',
];

describe('a name that looks like a selector', () => {
  it.each(SELECTORS.flatMap(([kind, names]) => names.map((name): [string, SelectorKind] => [name, kind])))(
    '%s is told from a text',
    (name, kind) => {
      expect(selectorIn(name)).toBe(kind);
    },
  );

  it.each(TEXTS)('%s may well be a text', (name) => {
    expect(selectorIn(name)).toBeUndefined();
  });

  it('is no longer than people write one', () => {
    expect(selectorIn(`#${'a'.repeat(299)}`)).toBe('css');
    expect(selectorIn(`#${'a'.repeat(300)}`)).toBeUndefined();
  });
});
