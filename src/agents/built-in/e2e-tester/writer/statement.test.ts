import { describe, expect, it } from 'vitest';
import type { Assertion, PageText, Target } from '../../../../feature/step.ts';
import { expectationStatements } from './expectation.ts';
import { interactionExpression, type PageInteraction } from './interaction.ts';
import { createLocatorWriter } from './locator.ts';

const quoted = (value: string): PageText => ({ value, exact: true });
const loose = (value: string): PageText => ({ value, exact: false });
const any = (name: PageText, more: Partial<Target> = {}): Target => ({ kind: 'any', name, ...more });
const field = (name: PageText): Target => ({ kind: 'field', name });

const SITE = 'https://shop.example';
const written = (interaction: PageInteraction): string =>
  interactionExpression(interaction, createLocatorWriter(), SITE);
const expected = (assertion: Assertion): string =>
  expectationStatements(assertion, createLocatorWriter(), SITE).join('; ');
/** What is found by a locator, on the page or in one of its frames. */
const found = (locator: string): string => `await find(page, (at) => at.${locator})`;
const waitedFor = (locator: string): string => `await findExpected(page, (at) => at.${locator})`;

describe('an interaction', () => {
  it.each<[PageInteraction, string]>([
    [{ kind: 'open', location: '/cart' }, "opened(page.goto('/cart'))"],
    [{ kind: 'reload' }, 'opened(page.reload())'],
    [{ kind: 'go-back' }, 'opened(page.goBack())'],
    [
      { kind: 'click', target: any(quoted('Save')), times: 1 },
      `(${found("locator(named('clickable', 'Save'))")}).click()`,
    ],
    [
      { kind: 'click', target: { kind: 'link', position: 2 }, times: 2 },
      `(${found("getByRole('link').nth(1)")}).dblclick()`,
    ],
    [
      { kind: 'hover', target: { kind: 'menuitem', name: loose('File') } },
      `(${found("locator(like('menuitem', 'File'))")}).hover()`,
    ],
    [
      { kind: 'fill', target: field(quoted('Name')), value: " a'b " },
      `enter(${found("locator(named('field', 'Name'))")}, " a'b ")`,
    ],
    [
      { kind: 'fill', target: { kind: 'field', position: 1 }, value: '' },
      `enter(${found("getByRole('textbox').or(at.getByRole('searchbox')).or(at.getByRole('combobox')).or(at.getByRole('spinbutton')).first()")}, '')`,
    ],
    [{ kind: 'clear', target: any(loose('name')) }, `(${found("locator(like('field', 'name'))")}).clear()`],
    [
      { kind: 'select', target: field(loose('Size')), option: loose('large') },
      `choose(${found("locator(like('field', 'Size'))")}, like('option', 'large'))`,
    ],
    [
      { kind: 'select', target: field(loose('Size')), option: quoted('L') },
      `choose(${found("locator(like('field', 'Size'))")}, named('option', 'L'))`,
    ],
    [
      { kind: 'check', target: { kind: 'checkbox', name: loose('News') } },
      `tick(${found("locator(like('checkbox', 'News'))")}, true)`,
    ],
    [{ kind: 'uncheck', target: any(loose('News')) }, `tick(${found("locator(like('tick', 'News'))")}, false)`],
    [{ kind: 'press', key: 'Control+A' }, "page.keyboard.press('Control+A')"],
    [
      { kind: 'press', key: 'Enter', target: any(loose('Search')) },
      `(${found("locator(like('control', 'Search'))")}).press('Enter')`,
    ],
    [
      { kind: 'choose-file', target: field(loose('Photo')), files: ['a.png'] },
      `(${found("locator(like('file', 'Photo'))")}).setInputFiles('a.png')`,
    ],
    [
      { kind: 'choose-file', target: { kind: 'any' }, files: ['a.png', 'b.png'] },
      `(${found("locator('input[type=file]')")}).setInputFiles(['a.png', 'b.png'])`,
    ],
    [
      { kind: 'choose-file', target: { kind: 'button', name: loose('Upload') }, files: ['a.png'] },
      `chooseFiles(page, ${found("locator(like('button', 'Upload'))")}, 'a.png')`,
    ],
  ])('%j', (interaction, source) => {
    expect(written(interaction)).toBe(source);
  });

  it.each(['/etc/passwd', '../key.pem', 'a/../../b', 'C:\\key', '\\\\host\\key'])(
    'never gives away the file %s',
    (file) => {
      expect(() => written({ kind: 'choose-file', target: { kind: 'any' }, files: [file] })).toThrow(
        "below the project's root",
      );
    },
  );
});

describe('the part of the page a sentence limits itself to', () => {
  const remove = (within: Target): string =>
    written({ kind: 'click', target: { kind: 'list', name: loose('Remove'), within }, times: 1 })
      .replace('(await find(page, (at) => at.', '')
      .replace(/\.getByRole\('list'.*/, '');

  it.each<[Target, string]>([
    [{ kind: 'row', name: quoted('Anna') }, "getByRole('row', { name: /\\bAnna\\b/ })"],
    [{ kind: 'row', name: quoted('Özgür (3)') }, "getByRole('row', { name: /Özgür\\s+\\(3\\)/ })"],
    [{ kind: 'row', position: -1 }, "getByRole('row').filter({ has: at.getByRole('cell') }).last()"],
    [{ kind: 'row', position: -2 }, "getByRole('row').filter({ has: at.getByRole('cell') }).nth(-2)"],
    [{ kind: 'item', name: quoted('Anna') }, "getByRole('listitem').filter({ hasText: /Anna/ })"],
    [{ kind: 'dialog', name: loose('Sure?') }, "locator(like('dialog', 'Sure?'))"],
    [{ kind: 'form', name: loose('Sign in') }, "locator(like('form', 'Sign in'))"],
    [{ kind: 'form' }, "locator('form')"],
    [{ kind: 'frame', name: quoted('Payment') }, "locator(named('frame', 'Payment')).contentFrame()"],
    [{ kind: 'frame', position: 2 }, "locator('iframe').nth(1).contentFrame()"],
    [{ kind: 'navigation' }, "getByRole('navigation')"],
    [{ kind: 'heading', name: loose('Billing') }, "locator(like('part', 'Billing'))"],
    [
      { kind: 'any', name: loose('Anna') },
      "locator(like('part', 'Anna')).or(at.getByRole('row', { name: 'Anna' })).or(at.getByRole('listitem').filter({ hasText: 'Anna' }))",
    ],
    [
      { kind: 'row', name: loose('Anna'), within: { kind: 'table', name: quoted('Staff') } },
      "getByRole('table', { name: 'Staff', exact: true }).getByRole('row', { name: 'Anna' })",
    ],
  ])('%j', (within, source) => {
    expect(remove(within)).toBe(source);
  });
});

describe('an expectation', () => {
  const save: Target = { kind: 'button', name: quoted('Save') };
  const saveButton = "locator(named('button', 'Save'))";
  const seen = (locator: string): string => `await expect(${waitedFor(locator)}).toBeVisible()`;
  const none = (locator: string): string => `await expectNone(page, (at) => at.${locator})`;
  const value = (locator: string): string =>
    `await expect.poll(shown(${waitedFor(locator)}), 'what stands in the field')`;
  const fieldA = "locator(like('field', 'A'))";

  it.each<[Assertion, string]>([
    [
      { kind: 'see', target: any(quoted('Total:  3')) },
      seen('getByText(/Total:\\s+3/).filter({ visible: true }).first()'),
    ],
    [
      { kind: 'see', target: { kind: 'text', name: loose('total') } },
      seen("getByText('total').filter({ visible: true }).first()"),
    ],
    [
      { kind: 'see', target: any(quoted('5'), { within: { kind: 'row', name: loose('Anna') } }) },
      `await expect(await findExpected(page, (at) => textIn(at.getByRole('row', { name: 'Anna' }), /5/).filter({ visible: true }).first())).toBeVisible()`,
    ],
    [
      { kind: 'see', target: { kind: 'message', name: quoted('Saved') } },
      'await expect(await findExpected(page, (at) => message(at, at.getByText(/Saved/)).first())).toBeVisible()',
    ],
    [
      { kind: 'see', target: { kind: 'error', within: field(loose('Email')) } },
      seen(`locator(like('input', 'Email')).locator('error=""').first()`),
    ],
    [
      { kind: 'not-see', target: { kind: 'error', name: loose('wrong'), within: field(quoted('Email')) } },
      none(`locator(named('input', 'Email')).locator('error=~"wrong"')`),
    ],
    [{ kind: 'see', target: { ...save, position: 3 } }, seen(`${saveButton}.nth(2)`)],
    [{ kind: 'see', target: { ...save, position: -1 } }, seen(`${saveButton}.nth(-1)`)],
    [
      { kind: 'see', target: { kind: 'option', name: quoted('L') } },
      `await expect(${waitedFor("getByRole('option', { name: 'L', exact: true }).first()")}).toBeAttached()`,
    ],
    [{ kind: 'see', target: { kind: 'list' } }, seen("getByRole('list').filter({ visible: true }).first()")],
    [{ kind: 'not-see', target: save }, none(saveButton)],
    [{ kind: 'state', target: save, state: 'visible' }, seen(`${saveButton}.first()`)],
    [{ kind: 'state', target: save, state: 'hidden' }, none(saveButton)],
    [{ kind: 'state', target: save, state: 'enabled' }, `await expect(${waitedFor(saveButton)}).toBeEnabled()`],
    [
      { kind: 'state', target: any(loose('Save')), state: 'disabled' },
      `await expect(${waitedFor("locator(like('control', 'Save'))")}).toBeDisabled()`,
    ],
    [
      { kind: 'state', target: { kind: 'radio', name: loose('A') }, state: 'checked' },
      `await expect(${waitedFor("locator(like('radio', 'A'))")}).toBeChecked()`,
    ],
    [
      { kind: 'state', target: { kind: 'radio', name: loose('A') }, state: 'unchecked' },
      `await expect(${waitedFor("locator(like('radio', 'A'))")}).not.toBeChecked()`,
    ],
    [
      { kind: 'state', target: field(loose('A')), state: 'focused' },
      `await expect(${waitedFor("locator(like('input', 'A'))")}).toBeFocused()`,
    ],
    [
      { kind: 'state', target: field(loose('A')), state: 'unfocused' },
      `await expect(${waitedFor("locator(like('input', 'A'))")}).not.toBeFocused()`,
    ],
    [
      { kind: 'state', target: field(loose('A')), state: 'empty' },
      `await expect.poll(isEmpty(${waitedFor(fieldA)}), 'whether the field is empty').toBe(true)`,
    ],
    [
      { kind: 'state', target: field(loose('A')), state: 'filled' },
      `await expect.poll(isEmpty(${waitedFor(fieldA)}), 'whether the field is empty').toBe(false)`,
    ],
    [
      { kind: 'state', target: { kind: 'list' }, state: 'filled' },
      `await expect(${waitedFor("getByRole('list')")}).not.toBeEmpty()`,
    ],
    [{ kind: 'value', target: any(loose('A')), comparison: 'is', value: ' x ' }, `${value(fieldA)}.toBe(' x ')`],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'is', value: 'x', anyCase: true, negated: true },
      `${value(fieldA)}.not.toMatch(/^x$/i)`,
    ],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'contains', value: '1+1' },
      `${value(fieldA)}.toMatch(/1\\+1/)`,
    ],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'contains', value: 'x', negated: true },
      `${value(fieldA)}.not.toMatch(/x/)`,
    ],
    [{ kind: 'value', target: any(loose('A')), comparison: 'starts-with', value: '' }, `${value(fieldA)}.toMatch(/^/)`],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'ends-with', value: 'a/b' },
      `${value(fieldA)}.toMatch(/a\\/b$/)`,
    ],
    [
      { kind: 'text', target: save, comparison: 'is', text: quoted('Save') },
      `await expect(${waitedFor(saveButton)}).toHaveText('Save')`,
    ],
    [
      { kind: 'text', target: save, comparison: 'is', text: quoted('Save'), negated: true },
      `await expect(${waitedFor(saveButton)}).not.toHaveText('Save')`,
    ],
    [
      { kind: 'text', target: save, comparison: 'contains', text: loose('save') },
      `await expect(${waitedFor(saveButton)}).toContainText('save', { ignoreCase: true })`,
    ],
    [
      { kind: 'text', target: save, comparison: 'starts-with', text: quoted('S a') },
      `await expect(${waitedFor(saveButton)}).toHaveText(/^\\s*S\\s+a/)`,
    ],
    [
      { kind: 'text', target: { kind: 'text' }, comparison: 'ends-with', text: loose('e') },
      `await expect(${waitedFor("locator('body')")}).toHaveText(/e\\s*$/i)`,
    ],
    [
      { kind: 'count', target: { kind: 'image' }, comparison: 'exactly', count: 0 },
      "await expect.poll(() => howMany(page, (at) => at.getByRole('img'))).toBe(0); await expectWorking(page)",
    ],
    [
      { kind: 'count', target: save, comparison: 'at-least', count: 2 },
      `await expect.poll(() => howMany(page, (at) => at.${saveButton})).toBeGreaterThanOrEqual(2)`,
    ],
    [
      { kind: 'count', target: save, comparison: 'at-most', count: 2 },
      `await expect.poll(() => howMany(page, (at) => at.${saveButton})).toBeLessThanOrEqual(2); await expectWorking(page)`,
    ],
    [{ kind: 'url', comparison: 'is', value: 'https://shop.example/cart' }, "await expect(page).toHaveURL('/cart')"],
    [
      { kind: 'url', comparison: 'contains', value: 'q=a+b', negated: true },
      'await expect(page).not.toHaveURL(/q=a\\+b/); await expectWorking(page)',
    ],
    [{ kind: 'title', comparison: 'is', text: quoted('Shop') }, "await expect(page).toHaveTitle('Shop')"],
    [{ kind: 'title', comparison: 'is', text: loose('shop') }, 'await expect(page).toHaveTitle(/^\\s*shop\\s*$/i)'],
    [{ kind: 'title', comparison: 'contains', text: quoted('Shop') }, 'await expect(page).toHaveTitle(/Shop/)'],
    [{ kind: 'title', comparison: 'starts-with', text: quoted('Shop') }, 'await expect(page).toHaveTitle(/^\\s*Shop/)'],
    [{ kind: 'title', comparison: 'ends-with', text: quoted('Shop') }, 'await expect(page).toHaveTitle(/Shop\\s*$/)'],
    [{ kind: 'status', status: 404 }, "await expect.poll(() => answer(page), 'what the page answers').toBe(404)"],
  ])('%j', (assertion, source) => {
    expect(expected(assertion)).toBe(source);
  });
});
