import { describe, expect, it } from 'vitest';
import type { Assertion, Interaction, PageText, Target } from '../../../../feature/step.ts';
import { expectationStatement } from './expectation.ts';
import { interactionStatement } from './interaction.ts';
import { createLocatorWriter } from './locator.ts';

const quoted = (value: string): PageText => ({ value, exact: true });
const loose = (value: string): PageText => ({ value, exact: false });
const any = (name: PageText, more: Partial<Target> = {}): Target => ({ kind: 'any', name, ...more });
const field = (name: PageText): Target => ({ kind: 'field', name });

const SITE = 'https://shop.example';
const written = (interaction: Interaction): string => interactionStatement(interaction, createLocatorWriter(), SITE);
const expected = (assertion: Assertion): string => expectationStatement(assertion, createLocatorWriter(), SITE);

describe('an interaction', () => {
  it.each<[Interaction, string]>([
    [{ kind: 'open', location: '/cart' }, "page.goto('/cart')"],
    [{ kind: 'reload' }, 'page.reload()'],
    [{ kind: 'go-back' }, 'page.goBack()'],
    [{ kind: 'click', target: any(quoted('Save')), times: 1 }, "clickable(page, 'Save', { exact: true }).click()"],
    [{ kind: 'click', target: { kind: 'link', position: 2 }, times: 2 }, "page.getByRole('link').nth(1).dblclick()"],
    [
      { kind: 'hover', target: { kind: 'menuitem', name: loose('File') } },
      "page.getByRole('menuitem', { name: 'File' }).hover()",
    ],
    [
      { kind: 'fill', target: field(quoted('Name')), value: " a'b " },
      "field(page, 'Name', { exact: true }).fill(\" a'b \")",
    ],
    [
      { kind: 'fill', target: { kind: 'field', position: 1 }, value: '' },
      "page.getByRole('textbox').or(page.getByRole('searchbox')).or(page.getByRole('combobox')).or(page.getByRole('spinbutton')).first().fill('')",
    ],
    [{ kind: 'clear', target: any(loose('name')) }, "field(page, 'name').clear()"],
    [
      { kind: 'select', target: field(loose('Size')), option: loose('large') },
      "selectOption(field(page, 'Size'), 'large')",
    ],
    [
      { kind: 'select', target: field(loose('Size')), option: quoted('L') },
      "selectOption(field(page, 'Size'), 'L', { exact: true })",
    ],
    [
      { kind: 'check', target: { kind: 'checkbox', name: loose('News') } },
      "page.getByRole('checkbox', { name: 'News' }).or(page.getByRole('switch', { name: 'News' })).check()",
    ],
    [
      { kind: 'uncheck', target: any(loose('News')) },
      "page.getByRole('checkbox', { name: 'News' }).or(page.getByRole('switch', { name: 'News' })).or(page.getByRole('radio', { name: 'News' })).uncheck()",
    ],
    [{ kind: 'press', key: 'Control+A' }, "page.keyboard.press('Control+A')"],
    [{ kind: 'press', key: 'Enter', target: any(loose('Search')) }, "control(page, 'Search').press('Enter')"],
    [
      { kind: 'choose-file', target: field(loose('Photo')), files: ['a.png'] },
      "fileField(page, 'Photo').setInputFiles('a.png')",
    ],
    [
      { kind: 'choose-file', target: { kind: 'any' }, files: ['a.png', 'b.png'] },
      "page.locator('input[type=file]').setInputFiles(['a.png', 'b.png'])",
    ],
    [
      { kind: 'choose-file', target: { kind: 'button', name: loose('Upload') }, files: ['a.png'] },
      "chooseFiles(page, page.getByRole('button', { name: 'Upload' }), 'a.png')",
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
    written({ kind: 'click', target: { kind: 'button', name: loose('Remove'), within }, times: 1 }).replace(
      /\.getByRole\('button'.*/,
      '',
    );

  it.each<[Target, string]>([
    [{ kind: 'row', name: quoted('Anna') }, "page.getByRole('row', { name: /\\bAnna\\b/ })"],
    [{ kind: 'row', name: quoted('Özgür (3)') }, "page.getByRole('row', { name: /Özgür\\s+\\(3\\)/ })"],
    [{ kind: 'row', position: -1 }, "page.getByRole('row').filter({ has: page.getByRole('cell') }).last()"],
    [{ kind: 'row', position: -2 }, "page.getByRole('row').filter({ has: page.getByRole('cell') }).nth(-2)"],
    [{ kind: 'item', name: quoted('Anna') }, "page.getByRole('listitem').filter({ hasText: /Anna/ })"],
    [
      { kind: 'dialog', name: loose('Sure?') },
      "page.getByRole('dialog').or(page.getByRole('alertdialog')).filter({ hasText: 'Sure?' })",
    ],
    [{ kind: 'form', name: loose('Sign in') }, "part(page, 'Sign in', {}, 'form')"],
    [{ kind: 'form' }, "page.locator('form')"],
    [{ kind: 'navigation' }, "page.getByRole('navigation')"],
    [{ kind: 'heading', name: loose('Billing') }, "part(page, 'Billing')"],
    [
      { kind: 'any', name: loose('Anna') },
      "part(page, 'Anna').or(page.getByRole('row', { name: 'Anna' })).or(page.getByRole('listitem').filter({ hasText: 'Anna' }))",
    ],
    [
      { kind: 'row', name: loose('Anna'), within: { kind: 'table', name: quoted('Staff') } },
      "page.getByRole('table', { name: 'Staff', exact: true }).getByRole('row', { name: 'Anna' })",
    ],
  ])('%j', (within, source) => {
    expect(remove(within)).toBe(source);
  });
});

describe('an expectation', () => {
  const save: Target = { kind: 'button', name: quoted('Save') };
  const saveButton = "page.getByRole('button', { name: 'Save', exact: true })";

  it.each<[Assertion, string]>([
    [
      { kind: 'see', target: any(quoted('Total:  3')) },
      'expect(page.getByText(/Total:\\s+3/).filter({ visible: true }).first()).toBeVisible()',
    ],
    [
      { kind: 'see', target: { kind: 'text', name: loose('total') } },
      "expect(page.getByText('total').filter({ visible: true }).first()).toBeVisible()",
    ],
    [
      { kind: 'see', target: { ...save, position: 3 } },
      `expect(${saveButton}.filter({ visible: true }).nth(2)).toBeVisible()`,
    ],
    [
      { kind: 'see', target: { ...save, position: -1 } },
      `expect(${saveButton}.filter({ visible: true }).nth(-1)).toBeVisible()`,
    ],
    [
      { kind: 'see', target: { kind: 'option', name: quoted('L') } },
      "expect(page.getByRole('option', { name: 'L', exact: true }).first()).toBeAttached()",
    ],
    [
      { kind: 'see', target: { kind: 'alert', name: loose('saved') } },
      "expect(page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: 'saved' }).filter({ visible: true }).first()).toBeVisible()",
    ],
    [{ kind: 'not-see', target: save }, `expect(${saveButton}.filter({ visible: true })).toHaveCount(0)`],
    [
      { kind: 'state', target: save, state: 'visible' },
      `expect(${saveButton}.filter({ visible: true }).first()).toBeVisible()`,
    ],
    [
      { kind: 'state', target: save, state: 'hidden' },
      `expect(${saveButton}.filter({ visible: true })).toHaveCount(0)`,
    ],
    [{ kind: 'state', target: save, state: 'enabled' }, `expect(${saveButton}).toBeEnabled()`],
    [{ kind: 'state', target: any(loose('Save')), state: 'disabled' }, "expect(control(page, 'Save')).toBeDisabled()"],
    [
      { kind: 'state', target: { kind: 'radio', name: loose('A') }, state: 'checked' },
      "expect(page.getByRole('radio', { name: 'A' })).toBeChecked()",
    ],
    [
      { kind: 'state', target: { kind: 'radio', name: loose('A') }, state: 'unchecked' },
      "expect(page.getByRole('radio', { name: 'A' })).not.toBeChecked()",
    ],
    [{ kind: 'state', target: field(loose('A')), state: 'focused' }, "expect(field(page, 'A')).toBeFocused()"],
    [{ kind: 'state', target: field(loose('A')), state: 'empty' }, "expect(field(page, 'A')).toBeEmpty()"],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'is', value: ' x ' },
      "expect(field(page, 'A')).toHaveValue(' x ')",
    ],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'contains', value: '1+1' },
      "expect(field(page, 'A')).toHaveValue(/1\\+1/)",
    ],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'starts-with', value: '' },
      "expect(field(page, 'A')).toHaveValue(/^/)",
    ],
    [
      { kind: 'value', target: any(loose('A')), comparison: 'ends-with', value: 'a/b' },
      "expect(field(page, 'A')).toHaveValue(/a\\/b$/)",
    ],
    [
      { kind: 'text', target: save, comparison: 'is', text: quoted('Save') },
      `expect(${saveButton}).toHaveText('Save')`,
    ],
    [
      { kind: 'text', target: save, comparison: 'contains', text: loose('save') },
      `expect(${saveButton}).toContainText('save', { ignoreCase: true })`,
    ],
    [
      { kind: 'text', target: save, comparison: 'starts-with', text: quoted('S a') },
      `expect(${saveButton}).toHaveText(/^\\s*S\\s+a/)`,
    ],
    [
      { kind: 'text', target: { kind: 'text' }, comparison: 'ends-with', text: loose('e') },
      "expect(page.locator('body')).toHaveText(/e\\s*$/i)",
    ],
    [
      { kind: 'count', target: { kind: 'image' }, comparison: 'exactly', count: 0 },
      "expect(page.getByRole('img')).toHaveCount(0)",
    ],
    [
      { kind: 'count', target: save, comparison: 'at-least', count: 2 },
      `expect.poll(() => ${saveButton}.count()).toBeGreaterThanOrEqual(2)`,
    ],
    [
      { kind: 'count', target: save, comparison: 'at-most', count: 2 },
      `expect.poll(() => ${saveButton}.count()).toBeLessThanOrEqual(2)`,
    ],
    [{ kind: 'url', comparison: 'is', value: 'https://shop.example/cart' }, "expect(page).toHaveURL('/cart')"],
    [{ kind: 'url', comparison: 'contains', value: 'q=a+b', negated: true }, 'expect(page).not.toHaveURL(/q=a\\+b/)'],
    [{ kind: 'title', comparison: 'is', text: quoted('Shop') }, "expect(page).toHaveTitle('Shop')"],
    [{ kind: 'title', comparison: 'is', text: loose('shop') }, 'expect(page).toHaveTitle(/^\\s*shop\\s*$/i)'],
    [{ kind: 'title', comparison: 'contains', text: quoted('Shop') }, 'expect(page).toHaveTitle(/Shop/)'],
    [{ kind: 'title', comparison: 'starts-with', text: quoted('Shop') }, 'expect(page).toHaveTitle(/^\\s*Shop/)'],
    [{ kind: 'title', comparison: 'ends-with', text: quoted('Shop') }, 'expect(page).toHaveTitle(/Shop\\s*$/)'],
  ])('%j', (assertion, source) => {
    expect(expected(assertion)).toBe(source);
  });
});
