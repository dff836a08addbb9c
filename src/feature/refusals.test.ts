import { describe, expect, it } from 'vitest';
import { readFeature } from './read-feature.ts';
import type { Refusal } from './step.ts';

const ASSERTION = 'I see "the end of this test"';

function refusalsOf(text: string): readonly Refusal[] {
  const reading = readFeature(text);
  return reading.ok ? [] : reading.refusals;
}

const REFUSED: readonly (readonly [sentence: string, part: string, nearest: string])[] = [
  [
    'login with Google OAuth',
    'login with Google OAuth',
    'enter "…" into the "User name" field, enter "…" into the "Password" field and click "Log in"',
  ],
  [
    'Log in as "anna" with password "x"',
    'Log in as "anna" with password "x"',
    'enter "anna" into the "User name" field, enter "x" into the "Password" field and click "Log in"',
  ],
  [
    'the user is logged in',
    'the user is logged in',
    'open /login, enter "…" into the "User name" field, enter "…" into the "Password" field and click "Log in"',
  ],
  [
    'Given there are 3 products in the database',
    'Given there are 3 products in the database',
    'I see at least 1 item in the list "…"',
  ],
  ['Given the database has 3 rows', 'Given the database has 3 rows', 'I see at least 1 item in the list "…"'],
  ['the page should look nice', 'the page should look nice', 'I see "…"'],
  ['make it fast', 'make it fast', 'I see "…"'],
  ['improve the checkout', 'improve the checkout', 'I see "…"'],
  ['works correctly', 'works correctly', 'I see "…"'],
  ['the heading is nice', 'the heading is nice', 'I see "…"'],
  [
    'As a customer I want to filter products so that I find them faster',
    'As a customer I want to filter products so that I find them faster',
    'I see "…"',
  ],
  ['if the cart is empty, click Shop', 'if the cart is empty, click Shop', 'click Shop'],
  ['click "Save" if it is enabled', 'if it is enabled', 'click "Save"'],
  ['When the "Email" field is empty, I click Save', 'When the "Email" field is empty', 'I see "Email"'],
  ['unless I see "Done", click Save', 'unless I see "Done", click Save', 'click Save'],
  ['wait until "Done" appears', 'until "Done" appears', '"Done" appears'],
  ['wait 3 seconds', 'wait 3 seconds', 'I see "…"'],
  ['scroll to the footer', 'scroll to the footer', 'I see "…"'],
  ['search for "Apples"', 'search for "Apples"', 'enter "Apples" into the "Search" field and press Enter'],
  ['submit the form', 'submit the form', 'click the "…" button'],
  ['drag "A" to "B"', 'drag "A" to "B"', 'click "A"'],
  ['click the', 'the', 'click "…"'],
  ['click', 'click', 'click "…"'],
  ['I see', 'I see', 'I see "…"'],
  ['enter into the field', 'the', 'enter "…" into the "…" field'],
  ['enter "Anna"', 'Anna', 'enter "Anna" into the "…" field'],
  ['fill in Name', 'fill in Name', 'fill the "…" field with "…"'],
  ['fill Email with', 'fill Email with', 'fill the "…" field with "…"'],
  ['select Germany', 'Germany', 'select "Germany" from the "…" field'],
  ['upload "a.txt"', 'a.txt', 'upload "a.txt" to the "…" field'],
  ['press', 'press', 'press Enter'],
  ['Click Save and', '', 'I see "…"'],
  ['open', 'open', 'open /…'],
  ['I do not click Save', 'I do not click Save', 'I do not see "…"'],
  ['Never click Save', 'Never click Save', 'I do not see "…"'],
  [`Don't enter anything into Name`, `Don't enter anything into Name`, 'I do not see "…"'],
  ['click Save or Cancel', 'Save or Cancel', 'click "Save"'],
  [`I don't see "A" or "B"`, 'A or B', `I don't see "A"`],
  ['click it', 'it', 'click "…"'],
  ['enter "x" into it', 'it', 'enter "x" into "…"'],
  ['I see this', 'this', 'I see "…"'],
  ['Can I click Save?', 'Can I click Save?', 'click "…"'],
  ['Is there a cart?', 'Is there a cart?', 'I see "…"'],
  ['click Save and Close', 'Save and Close', 'click "Save and Close"'],
  ['enter Tom and Jerry into Name', 'Tom and Jerry', 'enter "Tom and Jerry" into Name'],
  ['check Terms and Conditions', 'Terms and Conditions', 'check "Terms and Conditions"'],
  ['check "A" and "B"', '"B"', 'check "B"'],
  ['click "Save", "Close"', '"Close"', 'click "Close"'],
  ['click Save to continue', 'Save to continue', 'click "Save to continue"'],
  ['click Save twice', 'Save twice', 'click "Save"'],
  ['click "Save" twice', 'twice', 'click "Save"'],
  ['click "Save" when ready', 'when ready', 'click "Save"'],
  ['click "Save" without filling in Name', 'without filling in Name', 'click "Save"'],
  ['click Save see Done', 'Save see Done', 'click "Save see Done"'],
  [`click on Don't save`, `Don't save`, `click on "Don't save"`],
  ['click the cart icon', 'cart icon', 'click the "cart icon"'],
  ['click the Save Button', 'Save Button', 'click "Save Button"'],
  ['click the First Delete button', 'First Delete button', 'click "First Delete button"'],
  ['click the row 2', 'row 2', 'click the 2nd row'],
  ['press Delete', 'Delete', 'press the Delete button'],
  ['press Hyper+X', 'hyper+x', 'press Enter'],
  ['I press Tab twice', 'Tab twice', 'I press "Tab twice"'],
  ['I see the cart', 'cart', 'I see the "cart"'],
  ['I see error messages', 'error messages', 'I see "…"'],
  ['I see an error message', 'error message', 'I see the error message "…"'],
  ['I see the total "5.00"', 'total', 'I see the "5.00"'],
  ['I see several items', 'several items', 'I see "…"'],
  ['I see 3 products', 'products', 'I see 3 items'],
  ['I see no 3 items', '3 items', 'I see "…"'],
  ['I do not see 3 items', '3 items', 'I do not see the "…"'],
  ['I see the items "A" and "B"', 'items A', 'I see "A"'],
  ['I see Total: 5.00', 'Total: 5.00', 'I see "Total: 5.00"'],
  ['I see the price 5.00 €', 'price 5.00 €', 'I see the "price 5.00 €"'],
  ['enter a valid email into the Email field', 'a valid email', 'enter "…" into the Email field'],
  ['enter my password into Password', 'my password', 'enter "…" into Password'],
  ['enter new york into City', 'new york', 'enter "new york" into City'],
  ['enter 5, 6 into Size', '5, 6', 'enter "5, 6" into Size'],
  ['enter "He said "hi" to me" into Name', 'me"', 'enter "He said "hi" into the "…" field'],
  ['enter "a into Name', '"a', 'enter "…" into the "…" field'],
  ['enter "x" into the row Anna', 'the row Anna', 'enter "x" into "Anna" field'],
  ['upload "../../etc/passwd" to Photo', '../../etc/passwd', 'upload "passwd" to Photo'],
  ['upload /etc/passwd to Photo', '/etc/passwd', 'upload "passwd" to Photo'],
  ['upload everything to Photo', 'everything', 'upload "…" to Photo'],
  ['check the heading "Cart"', 'the heading Cart', 'check "Cart" checkbox'],
  ['Set the Newsletter checkbox to checked', 'Newsletter checkbox', 'Set the "Newsletter" field to checked'],
  ['I should be on the checkout page', 'the checkout page', 'I should be on /checkout'],
  ['go to example.com', 'example.com', 'go to https://example.com'],
  ['go to the cart', 'the cart', 'go to /cart'],
  ['open the dialog Settings', 'the dialog Settings', 'click the "…" button'],
  ['go back to /cart', 'go back to /cart', 'go to /…'],
  ['go to //evil.example', '//evil.example', 'go to /…'],
  ['In the row Anna, click Edit and see "Done"', 'see "Done"', 'In the row Anna, click Edit'],
  ['In the row Anna, the URL is /x', 'the URL is /x', 'I see "…"'],
  ['In the "Cart", click Delete', 'In the "Cart"', 'I see "Cart"'],
  [
    'I see the button "Save" and the heading "Cart" in the dialog',
    'I see the button "Save" the heading "Cart" in the dialog',
    'I see the heading "Cart" in the dialog',
  ],
  ['The list "Cart" should not contain "Pears"', 'The list "Cart" "Pears"', 'I do not see "Pears" in The list "Cart"'],
  ['the Save button is broken', 'broken', 'I see "…"'],
  ['the Search field is not focused', 'focused', 'I do not see "…"'],
  ['"Total" is empty', 'Total', 'the "Total" field is empty'],
  ['"Total" contains "5"', 'Total', 'the "Total" field contains "5"'],
  ['the link "A" has the value "x"', 'the link A', 'I see "A"'],
  ['the list closes', 'the list', 'I see "…"'],
  ['expect URL /checkout', 'URL /checkout', 'expect "URL /checkout"'],
  ['the URL contains a b', 'a b', 'the URL contains "…"'],
  ['Anna clicks Save', 'Anna clicks Save', 'click "…"'],
  ['the button "Save" is clicked', 'the button "Save" is clicked', 'click the "Save" button'],
  ['| Name | Anna |', 'Name', 'I see "…"'],
  ['Klicke auf Speichern', 'Klicke auf Speichern', 'I see "…"'],
  ['lorem ipsum dolor sit amet', 'lorem ipsum dolor sit amet', 'I see "…"'],
];

describe('what is not understood', () => {
  it.each(REFUSED)('refuses: %s', (sentence, part, nearest) => {
    const [refusal] = refusalsOf(`${sentence}\n\n${ASSERTION}`);
    expect(refusal).toMatchObject({ line: 1, part, nearest });
    expect(refusal?.reason).not.toBe('');
  });

  it.each(REFUSED)('names a nearest form that works: %s', (_sentence, _part, nearest) => {
    expect(refusalsOf(`${nearest}\n\n${ASSERTION}`)).toEqual([]);
  });

  it('names the whole sentence and its line', () => {
    expect(refusalsOf('Open /. I see "A".\n\nThen login with Google OAuth, please.')).toMatchObject([
      { sentence: 'Then login with Google OAuth, please', line: 3 },
    ]);
  });

  it('names every sentence that was not understood', () => {
    expect(refusalsOf('Make it nice.\nOpen /cart.\nClick the.').map(({ sentence }) => sentence)).toEqual([
      'Make it nice',
      'Click the',
    ]);
  });

  it('refuses a scenario that asserts nothing', () => {
    expect(refusalsOf('Open /cart. Click Save.')).toEqual([
      {
        sentence: 'Click Save',
        line: 1,
        part: 'Click Save',
        reason: 'nothing is expected: a test without an assertion proves nothing; end with what is seen',
        nearest: 'I see "…"',
      },
    ]);
    expect(refusalsOf('# A\nI see "x"\n# B\nOpen /')).toMatchObject([{ sentence: 'Open /', line: 4 }]);
  });

  it('refuses an empty text', () => {
    expect(refusalsOf(' \n\n')).toHaveLength(1);
    expect(refusalsOf('...')).toHaveLength(1);
  });

  it('refuses a sentence too long to be one', () => {
    const [refusal] = refusalsOf(`I see ${'word '.repeat(500)}`);
    expect(refusal?.reason).toContain('too long');
  });

  it('refuses a table or a text block that no sentence takes', () => {
    expect(refusalsOf('Open /cart:\n| a | b |\nI see "A"')).toHaveLength(1);
    expect(refusalsOf('I fill in the form:\n| | b |\nI see "A"')).toHaveLength(1);
    expect(refusalsOf('I fill in the form:\n| a | b | c |\nI see "A"')).toHaveLength(1);
    expect(refusalsOf('Reload the page:\n"""\nx\n"""\nI see "A"')).toHaveLength(1);
    expect(refusalsOf('I see:\n| a |\n"""\nx\n"""')).toHaveLength(1);
    expect(refusalsOf('"""\nx\n"""\nI see "A"').length).toBeGreaterThan(0);
  });
});
