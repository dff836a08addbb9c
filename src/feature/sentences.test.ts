import { describe, expect, it } from 'vitest';
import { stepsOf } from './notation.testsuite.ts';
import { readFeature } from './read-feature.ts';

const SENTENCES: readonly (readonly [sentence: string, steps: readonly string[]])[] = [
  ['Go to /cart', ['open /cart']],
  ['Navigate to the "/admin" page', ['open /admin']],
  ['I have opened /cart', ['open /cart']],
  ['go to https://example.com/a?b=c.', ['open https://example.com/a?b=c']],
  ['Given I am on the home page', ['open /']],
  ['I am on /cart', ['open /cart']],
  ['visit /cart?x=1&y=2#top', ['open /cart?x=1&y=2#top']],
  [`I open the page "/produkte/äpfel" and see 'Äpfel & Birnen'`, ['open /produkte/äpfel', 'see any "Äpfel & Birnen"']],
  ['reload the page', ['reload']],
  ['Refresh', ['reload']],
  ['go back', ['go-back']],
  ['enter Secret123 into the Password field', ['fill field ~Password~ with "Secret123"']],
  ['fill in the Email field with anna@example.com', ['fill field ~Email~ with "anna@example.com"']],
  ['Fill in Name with "Anna Schmidt"', ['fill field ~Name~ with "Anna Schmidt"']],
  ['enter „Grüße“ into Nachricht', ['fill field ~Nachricht~ with "Grüße"']],
  ['enter “It’s  me” into Name', ['fill field ~Name~ with "It’s  me"']],
  ['type `x "y"` in the field Notes', ['fill field ~Notes~ with "x \\"y\\""']],
  [`enter 'It's me' into Name`, [`fill field ~Name~ with "It's me"`]],
  ['Enter "   two  spaces " into Name', ['fill field ~Name~ with "   two  spaces "']],
  ['Enter "" into Name', ['fill field ~Name~ with ""']],
  ['Set the quantity to "3"', ['fill field ~quantity~ with "3"']],
  ['I put "a, b. and c; d" into «Notiz»', ['fill field "Notiz" with "a, b. and c; d"']],
  [
    'Enter Anna into the First name field and Schmidt into Last name',
    ['fill field ~First name~ with "Anna"', 'fill field ~Last name~ with "Schmidt"'],
  ],
  [
    'I fill the field "Vorname" with "Jürgen" and the field "Nachname" with "Groß"',
    ['fill field "Vorname" with "Jürgen"', 'fill field "Nachname" with "Groß"'],
  ],
  [
    'enter "Anna" into Name, "a@b.c" into Email and click Save',
    ['fill field ~Name~ with "Anna"', 'fill field ~Email~ with "a@b.c"', 'click any ~Save~'],
  ],
  ['leave the Email field empty', ['clear field ~Email~']],
  ['I leave Name blank', ['clear field ~Name~']],
  ['clear Email', ['clear field ~Email~']],
  ['click the Add to cart button', ['click button ~Add to cart~']],
  ['click Add to cart', ['click any ~Add to cart~']],
  ['CLICK THE SAVE BUTTON', ['click button ~SAVE~']],
  ['click on the third Delete button', ['click #3 button ~Delete~']],
  ['click the 2nd "Remove" button', ['click #2 button "Remove"']],
  ['click the last Remove link in the row Anna', ['click #-1 link ~Remove~ in row ~Anna~']],
  ['click the "Edit" link in the second row of the table "Users"', ['click link "Edit" in #2 row in table "Users"']],
  ['in the row Anna, click Delete', ['click any ~Delete~ in row ~Anna~']],
  ['within the navigation I click "Cart"', ['click any "Cart" in navigation']],
  [
    'Within the dialog Settings, enter "x" into Name and click Save',
    ['fill field ~Name~ in dialog ~Settings~ with "x"', 'click any ~Save~ in dialog ~Settings~'],
  ],
  ['double-click on the row Anna', ['double-click row ~Anna~']],
  ['Please click on the Button "Weiter"', ['click button "Weiter"']],
  [`click on "Don't save"`, [`click any "Don't save"`]],
  ['Click the first item in the list "Results"', ['click #1 item in list "Results"']],
  ['follow the link Imprint', ['click link ~Imprint~']],
  ['Select the Settings tab', ['click tab ~Settings~']],
  ['open the Details tab', ['click tab ~Details~']],
  ['press Save', ['click any ~Save~']],
  ['press "Delete"', ['click any "Delete"']],
  ['hover over the Products menu', ['hover menu ~Products~']],
  ['move the mouse over "Help"', ['hover any "Help"']],
  ['select Germany from Country', ['select ~Germany~ from field ~Country~']],
  ['choose "Express" from the Shipping dropdown', ['select "Express" from field ~Shipping~']],
  ['pick the Blue option from Colour', ['select ~Blue~ from field ~Colour~']],
  ['I select "Germany" in the list "Country"', ['select "Germany" from field "Country"']],
  ['check the Newsletter checkbox', ['check checkbox ~Newsletter~']],
  ['tick the box "I agree"', ['check checkbox "I agree"']],
  ['Select the radio button "Express"', ['check radio "Express"']],
  ['uncheck Newsletter', ['uncheck checkbox ~Newsletter~']],
  ['Clear the Newsletter checkbox', ['uncheck checkbox ~Newsletter~']],
  ['press Enter', ['press Enter']],
  ['hit the escape key', ['press Escape']],
  ['press the Delete key', ['press Delete']],
  ['press arrow down', ['press ArrowDown']],
  ['press Ctrl+A in Notes', ['press Control+A on field ~Notes~']],
  ['press the Enter key in the Search field', ['press Enter on field ~Search~']],
  ['press Shift + Tab', ['press Shift+Tab']],
  ['press F5', ['press F5']],
  ['press the "a" key', ['press a']],
  ['upload "docs/cv.pdf" to the CV field', ['choose-file docs/cv.pdf for field ~CV~']],
  ['attach file "x.txt" for Avatar', ['choose-file x.txt for field ~Avatar~']],
  ['choose the file photo.png for Avatar', ['choose-file photo.png for field ~Avatar~']],
  ['I should see the heading "Cart"', ['see heading "Cart"']],
  ['the user sees "Total: 5.00 €, incl. VAT"', ['see any "Total: 5.00 €, incl. VAT"']],
  [`we can see 'Saved'`, ['see any "Saved"']],
  ['you must see the link Imprint', ['see link ~Imprint~']],
  ['I see the error message "Email is invalid"', ['see message "Email is invalid"']],
  ['"Saved" appears', ['see any "Saved"']],
  ['Then the text "Vielen Dank!" must be shown', ['see text "Vielen Dank!"']],
  ['There should be a link "Impressum" on the page', ['see link "Impressum"']],
  ['the page contains "Home"', ['see any "Home"']],
  ['"Apples" is in the list Cart', ['see any "Apples" in list ~Cart~']],
  ['see Apples and Pears', ['see any ~Apples~', 'see any ~Pears~']],
  [
    'I see Cart, Checkout and Profile in the navigation',
    ['see any ~Cart~ in navigation', 'see any ~Checkout~ in navigation', 'see any ~Profile~ in navigation'],
  ],
  ['I see "Apples" but not "Pears"', ['see any "Apples"', 'not-see any "Pears"']],
  ['"Apples" and "Pears" are shown', ['see any "Apples"', 'see any "Pears"']],
  ['the dialog has a Close button', ['see button ~Close~ in dialog']],
  ['a dialog with the title "Confirm" appears', ['see dialog "Confirm"']],
  ['The dialog "Settings" opens', ['see dialog "Settings"']],
  ['a visitor should not see the Delete button', ['not-see button ~Delete~']],
  ['I don’t see "Error"', ['not-see any "Error"']],
  ['I no longer see "Anna"', ['not-see any "Anna"']],
  ['I cannot see "Admin" and "Root"', ['not-see any "Admin"', 'not-see any "Root"']],
  ['there is no Delete button', ['not-see button ~Delete~']],
  ['I see no items in the list "Cart"', ['not-see item in list "Cart"']],
  ['the dialog disappears', ['not-see dialog']],
  ['the Save button is disabled', ['button ~Save~ is disabled']],
  ['The Save button should be enabled', ['button ~Save~ is enabled']],
  ['the Save button must not be visible', ['button ~Save~ is hidden']],
  [`"Admin" isn't visible`, ['any "Admin" is hidden']],
  ['The "Save" button is visible but disabled', ['button "Save" is visible', 'button "Save" is disabled']],
  ['the Newsletter checkbox should not be checked', ['checkbox ~Newsletter~ is unchecked']],
  ['"Newsletter" is checked', ['checkbox "Newsletter" is checked']],
  ['the Search field has focus', ['field ~Search~ is focused']],
  ['the Email field is empty', ['field ~Email~ is empty']],
  ['I expect the button Save to be disabled', ['button ~Save~ is disabled']],
  ['make sure the heading "Cart" is visible', ['heading "Cart" is visible']],
  ['check that I see "Done"', ['see any "Done"']],
  ['the Email field has value "a@b.c"', ['value of field ~Email~ is "a@b.c"']],
  ['the value of Email starts with "a"', ['value of field ~Email~ starts-with "a"']],
  ['The Country field is set to "Germany"', ['value of field ~Country~ is "Germany"']],
  ['the Email field contains "anna"', ['value of field ~Email~ contains "anna"']],
  ['the heading is "Cart"', ['text of heading is "Cart"']],
  ['the row "Anna" contains "Admin"', ['text of row "Anna" contains "Admin"']],
  ['I see 3 items in the list', ['count exactly 3 item in list']],
  ['there are exactly two rows', ['count exactly 2 row']],
  ['I should see at least 5 links in the navigation', ['count at-least 5 link in navigation']],
  ['I see more than 2 links', ['count at-least 3 link']],
  ['I see fewer than 3 "Remove" buttons', ['count at-most 2 button "Remove"']],
  ['3 items are shown', ['count exactly 3 item']],
  ['Only 1 row is visible in the table', ['count exactly 1 row in table']],
  ['the list Cart contains 3 items', ['count exactly 3 item in list ~Cart~']],
  ['I see the list "Cart" with 3 items', ['count exactly 3 item in list "Cart"']],
  ['the URL is /cart', ['url is /cart']],
  ['The URL ends with /done', ['url ends-with /done']],
  ['URL should contain "order"', ['url contains order']],
  ['the address starts with https://shop', ['url starts-with https://shop']],
  ['the url does not contain login', ['url not contains login']],
  ['I should be on /checkout', ['url is /checkout']],
  ['I should not be on /login', ['url not is /login']],
  ['I am redirected to the home page', ['url is /']],
  ['the title is "Shop"', ['title is "Shop"']],
  ['the page title should contain Shop', ['title contains ~Shop~']],
  ['When I click Save, the heading "Done" is shown', ['click any ~Save~', 'see heading "Done"']],
  ['After clicking "Save", I see "Done"', ['click any "Save"', 'see any "Done"']],
  ['open /cart -> click Checkout -> see "Total"', ['open /cart', 'click any ~Checkout~', 'see any "Total"']],
  [
    'Open the home page, enter "Anna" into Name and click Save',
    ['open /', 'fill field ~Name~ with "Anna"', 'click any ~Save~'],
  ],
  ['Click Save. Then I am on /done', ['click any ~Save~', 'url is /done']],
  [
    'type foo@bar.com in Email, hit Enter, expect "Welcome"',
    ['fill field ~Email~ with "foo@bar.com"', 'press Enter', 'see any "Welcome"'],
  ],
  [
    `1. Go to /cart\n2) click Save\n- [ ] see "Done"\n* see "More"`,
    ['open /cart', 'click any ~Save~', 'see any "Done"', 'see any "More"'],
  ],
  [`Step 1: Open the\nhome page\nand click Save`, ['open /', 'click any ~Save~']],
  [`Enter "two\nlines" into Notes`, ['fill field ~Notes~ with "two\\nlines"']],
  ['I should then click "Save" and now see "Saved"', ['click any "Save"', 'see any "Saved"']],
  ['I want to see »Guten Tag«', ['see any "Guten Tag"']],
];

describe('controlled English', () => {
  it.each(SENTENCES)('reads %s', (sentence, steps) => {
    expect(stepsOf(sentence)).toEqual(steps);
  });

  it('keeps the clause of each step as written, with its line', () => {
    const reading = readFeature('Open the home page, then click Save.\n\n  I see Apples and Pears!');
    expect(reading.ok && reading.feature.scenarios[0]?.steps.map(({ sentence, line }) => [line, sentence])).toEqual([
      [1, 'Open the home page'],
      [1, 'click Save'],
      [3, 'I see Apples and Pears'],
      [3, 'I see Apples and Pears'],
    ]);
  });

  it('calls a scenario by its heading, or by what it first expects', () => {
    expect(readFeature('Open /. I see "A". I see "B".')).toMatchObject({
      feature: { name: 'I see "A"', form: 'english', scenarios: [{ name: 'I see "A"' }] },
    });
    expect(readFeature('# Shop\n\n## Cart\nI see "A"\n## Cart\nI see "B"')).toMatchObject({
      feature: { name: 'Shop', scenarios: [{ name: 'Cart' }, { name: 'Cart (2)' }] },
    });
  });

  it('takes a text block as the value of the sentence above it', () => {
    const text = 'Enter the following text into Comment:\n"""\none\n  two\n"""\nI see "Saved"';
    const reading = readFeature(text);
    expect(reading.ok && reading.feature.scenarios[0]?.steps[0]).toEqual({
      sentence: 'Enter the following text into Comment:',
      line: 1,
      does: {
        type: 'interaction',
        interaction: {
          kind: 'fill',
          target: { kind: 'field', name: { value: 'Comment', exact: false } },
          value: 'one\n  two',
        },
      },
    });
  });

  it('takes a table as the fields of a form, or as a list of what is seen', () => {
    const text =
      'I fill in the form "Address" with:\n| Name | Anna |\n| City | "" |\nI see the following links:\n| A |\n| B |';
    expect(stepsOf(text)).toEqual([
      'fill field "Name" in form "Address" with "Anna"',
      'fill field "City" in form "Address" with ""',
      'see link "A"',
      'see link "B"',
    ]);
  });
});
