import { describe, expect, it } from 'vitest';
import { plainError } from './plain-error.ts';

describe('what went wrong, in plain words', () => {
  it.each([
    [`There is no locator('named=button "Cart"').first().`, 'button "Cart"'],
    [
      `There is no getByRole('row', { name: /\\bAnna\\b/ }).locator('named=clickable "Remove"').`,
      'thing to click that is called "Remove" in the row "Anna"',
    ],
    [`There is no getByText(/Total:\\s+3\\.00/).visible().first().`, 'text "Total: 3.00"'],
    [`There is no getByText(/Saved/).and(locator(':not(label, label *)')).visible().first().`, 'message "Saved"'],
    [`There is no getByRole('dialog').or(getByRole('alertdialog')).getByRole('button').`, 'button in the dialog'],
    [`There is no locator('named=input "E-mail"').locator('error=""').first().`, 'error in the field "E-mail"'],
    [`There is no locator('named=field ~"it\\'s"').`, 'field "it\'s"'],
    [`There is no getByRole('listitem').nth(2).`, 'item no. 3'],
    [`There is no getByRole('link').last().`, 'last link'],
    [
      `There is no locator('named=frame "Payment"').contentFrame().locator('named=field "Card"').`,
      'field "Card" in the frame "Payment"',
    ],
  ])('%s', (message, words) => {
    const log = '\n\nCall Log:\n- Timeout 3000ms exceeded while waiting on the predicate';
    expect(plainError(message + log)).toBe(`There is no ${words} on the page, nor in a frame of it.`);
  });

  it('says what is still there', () => {
    const message = `how many there are of getByText(/Teapot/).visible()

expect(received).toBe(expected) // Object.is equality

Expected: 0
Received: 2

Call Log:
- Timeout 1500ms exceeded while waiting on the predicate`;
    expect(plainError(message)).toBe('The text "Teapot" is still there, 2×.');
  });

  it('names each of several things that fit, with its kind, its name and where it is', () => {
    const things = '  1) button "Save" in row "Anna"\n  2) textbox "Save *" in form "Billing"';
    const message = `strict mode violation: locator('named=clickable "Save"') fits 2 things:\n${things}`;
    expect(plainError(message)).toBe(
      `strict mode violation: the thing to click that is called "Save" fits 2 things:\n${things}`,
    );
  });

  it('hands on what it has no words for', () => {
    expect(plainError("There is no locator('body').or(getByText('x')).")).toContain(
      "locator('body').or(getByText('x'))",
    );
    expect(plainError('http://x/nope answers 404.')).toBe('http://x/nope answers 404.');
    const wrong = `expect(locator).toHaveText(expected) failed\n\nExpected: "a"\nReceived: "b"`;
    expect(plainError(`${wrong}\n\nCall log:\n  - waiting`)).toBe(wrong);
  });
});
