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
  ['Given there are 3 products in the database', 'Given there are 3 products in the database', 'I see "…"'],
  ['Given the database has 3 rows', 'Given the database has 3 rows', 'I see "…"'],
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
  ['When the "Email" field is empty, I click Save', 'When the "Email" field is empty', 'the "Email" field is empty'],
  ['unless I see "Done", click Save', 'unless I see "Done", click Save', 'click Save'],
  ['wait until "Done" appears', 'until "Done" appears', '"Done" appears'],
  ['wait 3 seconds', 'wait 3 seconds', 'I see "…"'],
  ['scroll to the footer', 'scroll to the footer', 'I see "…"'],
  ['search for "Apples"', 'search for "Apples"', 'enter "Apples" into the "Search" field and press Enter'],
  ['submit the form', 'submit the form', 'click the "…" button'],
  ['drag "A" to "B"', 'drag "A" to "B"', 'click "…"'],
  ['click the', 'the', 'click "…"'],
  ['click', 'click', 'click "…"'],
  ['I see', 'I see', 'I see "…"'],
  ['enter into the field', 'the', 'enter "…" into the "…" field'],
  ['enter "Anna"', 'Anna', 'enter "Anna" into the "…" field'],
  ['fill in Name', 'fill in Name', 'fill the "…" field with "…"'],
  ['fill Email with', 'fill Email with', 'fill the "…" field with "…"'],
  ['select Germany', 'Germany', 'select "Germany" from the "…" field'],
  ['upload "a.txt"', 'a.txt', 'upload "a.txt" to the "…" field'],
  ['press', 'press', 'press the "…" button'],
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
  ['press Hyper+X', 'hyper+x', 'press the "…" button'],
  ['I press Tab twice', 'twice', 'I press Tab'],
  ['I see the cart', 'cart', 'I see the "cart"'],
  ['I see error messages', 'error messages', 'I see "…"'],
  ['I see an error message', 'error message', 'I see the error message "…"'],
  ['I see the total "5.00"', 'total', 'I see the "5.00"'],
  ['I see several items', 'several items', 'I see "…"'],
  ['I see 3 products', 'products', 'I see 3 items'],
  ['I see no 3 items', '3 items', 'I do not see "…"'],
  ['I do not see 3 items', '3 items', 'I do not see the "…"'],
  ['I see the items "A" and "B"', 'items A', 'I see "…"'],
  ['I see Total: 5.00', 'Total: 5.00', 'I see "Total: 5.00"'],
  ['I see the price 5.00 €', 'price 5.00 €', 'I see the "price 5.00 €"'],
  ['enter a valid email into the Email field', 'a valid email', 'enter "…" into the Email field'],
  ['enter my password into Password', 'my password', 'enter "…" into Password'],
  ['enter new york into City', 'new york', 'enter "new york" into City'],
  ['enter 5, 6 into Size', '5, 6', 'enter "5, 6" into Size'],
  ['enter "He said "hi" to me" into Name', 'me"', 'enter "He said "hi" into the "…" field'],
  ['enter "a into Name', '"a', 'enter "…" into the "…" field'],
  ['enter "x" into the row Anna', 'the row Anna', 'enter "x" into the "…" field in the row Anna'],
  ['upload "../../etc/passwd" to Photo', '../../etc/passwd', 'upload "passwd" to Photo'],
  ['upload /etc/passwd to Photo', '/etc/passwd', 'upload "passwd" to Photo'],
  ['upload everything to Photo', 'everything', 'upload "…" to Photo'],
  ['check the heading "Cart"', 'the heading Cart', 'I see the heading "Cart"'],
  ['Set the Newsletter checkbox to "x"', 'the Newsletter checkbox', 'set the "…" field to "x"'],
  ['I should be on the checkout page', 'the checkout page', 'I should be on /checkout'],
  ['go to example.com', 'example.com', 'go to https://example.com'],
  ['go to the cart', 'the cart', 'go to /cart'],
  ['open the dialog Settings', 'the dialog Settings', 'click the "…" button'],
  ['go back to /cart', 'go back to /cart', 'go to /cart'],
  ['go to //evil.example', '//evil.example', 'go to /…'],
  ['In the row Anna, click Edit and see "Done"', 'see "Done"', 'In the row Anna, click Edit'],
  ['In the row Anna, the URL is /x', 'the URL is /x', 'I see "…"'],
  ['In the "Cart", click Delete', 'In the "Cart"', 'In the region "Cart", click Delete'],
  [
    'I see the button "Save" and the heading "Cart" in the dialog',
    'I see the button "Save" the heading "Cart" in the dialog',
    'I see the button "Save". I see the heading "Cart" in the dialog',
  ],
  ['the Save button is broken', 'broken', 'I see "…"'],
  ['"Total" is empty', 'Total', 'the "Total" field is empty'],
  ['"Total" contains "5"', 'Total', 'the "Total" field contains "5"'],
  ['the link "A" has the value "x"', 'the link A', 'the link "A" contains "x"'],
  ['the list closes', 'the list', 'I do not see the list'],
  ['expect URL /checkout', 'URL /checkout', 'expect the url is /checkout'],
  ['the URL contains a b', 'a b', 'the URL contains "…"'],
  ['Anna clicks Save', 'Anna clicks Save', 'click "…"'],
  ['the button "Save" is clicked', 'the button "Save" is clicked', 'click the "Save" button'],
  ['| Name | Anna |', 'Name', 'I see "…"'],
  ['I should see a save error message', 'save error message', 'I should see the error message "…"'],
  ['I see an Email error', 'Email error', 'I see an error for the "Email" field'],
  ['I see a welcome message', 'welcome message', 'I see the message "…"'],
  ['I see no welcome message', 'welcome message', 'I see no message "…"'],
  ['I see a message for Anna', 'message for Anna', 'I see the message "…"'],
  ['I see an error for the list Cart', 'the list Cart', 'I see an error for the "…" field'],
  ['enter "Username" as "admin"', 'Username as admin', 'enter "admin" into the "Username" field'],
  ['enter Anna as Name', 'Anna as Name', 'enter "Name" into the "Anna" field'],
  ['select Germany as Country', 'Germany as Country', 'select "Country" from the "Germany" field'],
  ['set the value "x" to "Name"', 'x to Name', 'enter "x" into the "Name" field'],
  ['Name: "Anna"', 'Name: "Anna"', 'enter "Anna" into the "Name" field'],
  ['fill in Name: Anna', 'fill in Name: Anna', 'enter "Anna" into the "Name" field'],
  ['I see Username as "admin"', 'Username as', 'I see "…"'],
  ['I should not see ".error"', '.error', 'I should not see "…"'],
  ['I click "#submit"', '#submit', 'I click "…"'],
  ['click the "#submit" button', '#submit', 'click the "…" button'],
  ['click #submit', '#submit', 'click "…"'],
  ['I see "//button[1]"', '//button[1]', 'I see "…"'],
  ['I do not see "[data-testid=save]"', '[data-testid=save]', 'I do not see "…"'],
  ['enter "x" into ".name"', '.name', 'enter "x" into "…"'],
  ['click "Save" in the region "#main"', '#main', 'click "Save" in the region "…"'],
  ['I see the button "Clear" in the "Search" field', 'Clear', 'I see "…"'],
  ['the Newsletter checkbox contains "x"', 'Newsletter', 'I see "…"'],
  ['I do not see "x" in the "Terms" checkbox', 'Terms', 'I do not see "…"'],
  ['the option "Germany" is selected', 'selected', 'the "…" field is "Germany"'],
  ['the option "Germany" is not selected', 'selected', 'the "…" field is not "Germany"'],
  ['I see "x" next to the Email field', 'next to the Email', 'I see "…"'],
  ['I do not see a 404 page', 'a 404 page', 'I do not see "…"'],
  ['the status is "Open"', 'status', 'the "status" field is "Open"'],
  ['close the dialog', 'the dialog', 'click "…" in the dialog'],
  ['accept the confirmation dialog', 'the confirmation dialog', 'click "…" in the confirmation dialog'],
  ['click "Save" in the prompt', 'Save', 'click "…"'],
  ['hover over the browser dialog', 'dialog', 'hover over "…"'],
  ['"FAQ" opens in a new tab', '"FAQ" opens in a new tab', 'I see "FAQ" in the new tab'],
  ['the page answers quickly', 'the page answers quickly', 'I see "…"'],
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

  it('refuses a scenario that expects only that things are not there, as on an empty page', () => {
    const reason = 'all that is expected is that something is not there, as on an empty page; say first what is seen';
    expect(refusalsOf('Open /nope. I do not see "Teapot" and the URL is not /login.')).toEqual([
      {
        sentence: 'I do not see "Teapot"',
        line: 1,
        part: 'I do not see "Teapot"',
        reason,
        nearest: 'I see "…". I do not see "Teapot"',
      },
    ]);
    const negative = ['there are no rows', 'I see at most 2 links', 'the Save button is hidden', 'the list disappears'];
    expect(negative.map((sentence) => refusalsOf(`Open /. ${sentence}.`)[0]?.reason)).toEqual(
      negative.map(() => reason),
    );
    const positive = [
      'I see "A"',
      'the Save button is disabled',
      'the URL is /cart',
      'the page answers 404',
      'I see 1 row',
    ];
    expect(positive.flatMap((sentence) => refusalsOf(`Open /. I do not see "B". ${sentence}.`))).toEqual([]);
    expect(refusalsOf('Open /. The "Name" field does not contain "x".')).toEqual([]);
  });

  it('refuses an empty text', () => {
    expect(refusalsOf(' \n\n')).toHaveLength(1);
    expect(refusalsOf('...')).toHaveLength(1);
  });

  it('refuses a sentence too long to be one', () => {
    const [refusal] = refusalsOf(`I see ${'word '.repeat(500)}`);
    expect(refusal?.reason).toContain('too long');
  });

  it.each([
    ['Open /cart:\n| a | b |', 'Open /cart'],
    ['I do not see:\n| a | b |', 'I do not see:\n| … |'],
    ['I see the following:\n| a | b |', 'I see:\n| … |'],
    ['I fill in the form:\n| | b |', 'I fill in the form:\n| … | … |'],
    ['I fill in the form:\n| a | b | c |', 'I fill in the form:\n| … | … |'],
    ['Reload the page:\n"""\nx\n"""', 'reload the page'],
    ['I see:\n| a |\n"""\nx\n"""', 'I see:\n| … |'],
  ])('refuses a table or a text block that no sentence takes: %j', (text, nearest) => {
    expect(refusalsOf(`${text}\nI see "A"`)).toMatchObject([{ nearest }]);
    expect(refusalsOf(`${nearest}\nI see "A"`)).toEqual([]);
  });

  it('refuses a text block without a sentence', () => {
    expect(refusalsOf('"""\nx\n"""\nI see "A"').length).toBeGreaterThan(0);
  });
});
