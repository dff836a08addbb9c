import { describe, expect, it } from 'vitest';
import { notation } from './notation.testsuite.ts';
import { readFeature } from './read-feature.ts';
import type { Refusal } from './step.ts';

/** Scenario names and their steps. */
function read(text: string): unknown {
  const reading = readFeature(text);
  if (!reading.ok) return reading.refusals;
  expect(reading.feature.form).toBe('gherkin');
  return reading.feature.scenarios.map(({ name, steps }) => [name, ...steps.map(notation)]);
}

function refusals(text: string): readonly Refusal[] {
  const reading = readFeature(text);
  return reading.ok ? [] : reading.refusals;
}

describe('Gherkin', () => {
  it('runs a background before each scenario', () => {
    const text = `Feature: Cart
  As a customer
  I want to keep what I chose.

  Background:
    Given I am on the home page
    And I click "Shop"

  @smoke
  Scenario: Empty
    When I click the Cart link
    Then I should see "Your cart is empty"
    But I should not see the Checkout button

  # a remark
  Example: Filled
    * I click the first "Add to cart" button
    * I see 1 item in the list "Cart"
`;
    expect(readFeature(text)).toMatchObject({ feature: { name: 'Cart', form: 'gherkin' } });
    expect(read(text)).toEqual([
      [
        'Empty',
        'open /',
        'click any "Shop"',
        'click link ~Cart~',
        'see any "Your cart is empty"',
        'not-see button ~Checkout~',
      ],
      ['Filled', 'open /', 'click any "Shop"', 'click #1 button "Add to cart"', 'count exactly 1 item in list "Cart"'],
    ]);
  });

  it('adds the background of a rule to that of the feature, and names equal scenarios apart', () => {
    const text = `Feature: Orders
  Background:
    Given I open /orders
  Rule: Guests
    Background:
      Given I click "Guest"
    Scenario: List
      Then I see the table "Orders"
  Rule: Others
    Scenario: List
      Then I see the heading "Orders"
      And there are no rows in the table "Orders"
`;
    expect(read(text)).toEqual([
      ['List', 'open /orders', 'click any "Guest"', 'see table "Orders"'],
      ['List (2)', 'open /orders', 'see heading "Orders"', 'not-see row in table "Orders"'],
    ]);
  });

  it('expands an outline to a scenario an example row, with cells kept whole', () => {
    const text = `Feature: Search
  Scenario Outline: Search for <term>
    Given I am on /search
    When I enter "<term>" into the Search field
    And I enter <note> into Notes
    And I press <key>
    Then I am on /search/<id>
    And I see <count> rows
    And the "Save" button is <state>
    And I see "Results for <term>"

    Examples:
      | term         | note            | key    | id | count | state    |
      | Tom and "Jo" | one, two; three | Enter  | 7  | 3     | disabled |

    Examples: more
      | term | note | key    | id | count | state   |
      | Äpfel |     | Escape | 8  | 0     | enabled |
`;
    expect(read(text)).toEqual([
      [
        'Search for Tom and "Jo"',
        'open /search',
        'fill field ~Search~ with "Tom and \\"Jo\\""',
        'fill field ~Notes~ with "one, two; three"',
        'press Enter',
        'url is /search/7',
        'count exactly 3 row',
        'button "Save" is disabled',
        'see any "Results for Tom and \\"Jo\\""',
      ],
      [
        'Search for Äpfel',
        'open /search',
        'fill field ~Search~ with "Äpfel"',
        'fill field ~Notes~ with ""',
        'press Escape',
        'url is /search/8',
        'count exactly 0 row',
        'button "Save" is enabled',
        'see any "Results for Äpfel"',
      ],
    ]);
  });

  it('names the rows of an outline without a placeholder in its name apart', () => {
    const text = 'Scenario Outline: Open\n Given I open <path>\n Then I see "A"\n Examples:\n |path|\n |/a|\n |/b|';
    expect(read(text)).toEqual([
      ['Open', 'open /a', 'see any "A"'],
      ['Open (2)', 'open /b', 'see any "A"'],
    ]);
  });

  it('fills a form from a data table', () => {
    const text = `Feature: Registration
  Scenario: Complete
    Given I open /register
    When I fill in the following:
      | Field | Value        |
      | Name  | Anna Schmidt |
      | Note  | "  two "     |
      | City  |              |
    And I fill out the form "Address" with:
      | Street | a \\| b |
    Then I should see the following texts:
      | Thank you, Anna! |
      | Bye.             |
    And I do not see the following buttons:
      | Register |
`;
    expect(read(text)).toEqual([
      [
        'Complete',
        'open /register',
        'fill field "Name" with "Anna Schmidt"',
        'fill field "Note" with "  two "',
        'fill field "City" with ""',
        'fill field "Street" in form "Address" with "a | b"',
        'see any "Thank you, Anna!"',
        'see any "Bye."',
        'not-see button "Register"',
      ],
    ]);
  });

  it('takes a doc string as the value of its step', () => {
    const text = `Feature: Notes
  Scenario: Several lines
    When I write into the Comment field:
      """
      First, "line".

        Third and last
      """
    And I fill in Title with:
      \`\`\`
      A
      \`\`\`
    Then I should see:
      """
      Saved
      """
`;
    expect(read(text)).toEqual([
      [
        'Several lines',
        'fill field ~Comment~ with "First, \\"line\\".\\n\\n  Third and last"',
        'fill field ~Title~ with "A"',
        'see any "Saved"',
      ],
    ]);
  });

  it('reads the keywords of another dialect', () => {
    const text = `# language: de
Funktionalität: Warenkorb
  Grundlage:
    Angenommen I am on /warenkorb
  Szenario: Leer
    Wenn I enter „Grüße“ into Nachricht
    Und I click on "Löschen"
    Dann I see "Der Warenkorb ist leer"
    Aber I don't see "Kasse"
`;
    expect(read(text)).toEqual([
      [
        'Leer',
        'open /warenkorb',
        'fill field ~Nachricht~ with "Grüße"',
        'click any "Löschen"',
        'see any "Der Warenkorb ist leer"',
        'not-see any "Kasse"',
      ],
    ]);
  });

  it('is accepted without Feature', () => {
    const text = '@a\nScenario: Title\nGiven I visit the home page\nThen the title is "Shop"';
    expect(read(text)).toEqual([['Title', 'open /', 'title is "Shop"']]);
    expect(readFeature(text)).toMatchObject({ feature: { name: 'Title', scenarios: [{ steps: [{ line: 3 }, {}] }] } });
  });

  it('is accepted as bare steps, in a dialect too', () => {
    const text = 'Given I am on /cart\r\nWhen I click "Checkout"\r\nThen I am on /checkout\r\n';
    expect(read(text)).toEqual([['I am on /checkout', 'open /cart', 'click any "Checkout"', 'url is /checkout']]);
    expect(readFeature(text)).toMatchObject({ feature: { scenarios: [{ steps: [{ line: 1 }, { line: 2 }, {}] }] } });
    expect(read('# language: fr\nSoit I am on /a\nAlors I see "B"')).toEqual([['I see "B"', 'open /a', 'see any "B"']]);
  });

  it('reads several clauses a step', () => {
    expect(
      read('Scenario: S\nWhen I open /, click "A" and press Enter\nThen I see "B" and the URL ends with /b'),
    ).toEqual([['S', 'open /', 'click any "A"', 'press Enter', 'see any "B"', 'url ends-with /b']]);
  });

  it('opens a page that is given and expects one that is the outcome', () => {
    expect(
      read('Scenario: S\nGiven I am on /a\nAnd I am on /b\nWhen I am on /c\nThen I am on /d\nAnd I am on /e'),
    ).toEqual([['S', 'open /a', 'open /b', 'url is /c', 'url is /d', 'url is /e']]);
  });
});

describe('Gherkin that is refused', () => {
  const REFUSED: readonly (readonly [why: string, text: string, line: number, sentence: string])[] = [
    ['a step that is not understood', 'Scenario: S\nGiven I open /\nThen it is fine', 3, 'it is fine'],
    [
      'a background that is not understood',
      'Feature: F\nBackground:\nGiven foo\nScenario: S\nThen I see "A"',
      3,
      'foo',
    ],
    [
      'a state no browser can make',
      'Scenario: S\nGiven the user is logged in\nThen I see "A"',
      2,
      'the user is logged in',
    ],
    ['a scenario that asserts nothing', 'Feature: F\nScenario: S\nGiven I open /', 3, 'I open /'],
    ['a scenario without steps', 'Feature: F\nScenario: S', 2, 'S'],
    ['a feature without scenarios', 'Feature: F', 1, 'F'],
    ['steps outside a scenario', 'Feature: F\nGiven I open /', 2, 'Given I open /'],
    [
      'steps in the text of a rule',
      'Feature: F\nRule: R\nThen I see "A"\nScenario: S\nThen I see "B"',
      3,
      'Then I see "A"',
    ],
    ['a line without a keyword', 'Scenario: S\nGo to /cart\nThen I see "A"', 2, 'Go to /cart'],
    [
      'a line without a keyword among steps',
      'Scenario: S\nGiven I open /\nclick Save\nThen I see "A"',
      3,
      'click Save',
    ],
    ['an unknown line among steps', 'Scenario: S\nGiven I open /\nfoo bar\nThen I see "A"', 3, 'foo bar'],
    ['uneven tables', 'Scenario: S\nThen I see:\n|a|b|\n|c|', 4, '|c|'],
    ['a placeholder without a column', 'Scenario Outline: S\nThen I see "<b>"\nExamples:\n|a|\n|1|', 2, 'I see "<b>"'],
    ['an outline without examples', 'Scenario Outline: S\nThen I see "<b>"', 2, 'I see "<b>"'],
    ['examples without rows', 'Scenario Outline: S\nThen I see "A"\nExamples:\n|a|', 3, 'Examples'],
    ['examples without a table', 'Scenario: S\nThen I see "A"\nExamples:', 3, 'Examples'],
    ['an unknown dialect', '# language: xx\nFeature: F', 1, '# language: xx'],
    ['a text block that is not closed', 'Scenario: S\nThen I see:\n"""\nA', 4, 'A'],
  ];

  it.each(REFUSED)('%s', (_why, text, line, sentence) => {
    const [refusal] = refusals(text);
    expect(refusal).toMatchObject({ line, sentence });
    expect(refusals(`${refusal?.nearest ?? ''}\nThen I see "A"`)).toEqual([]);
  });

  it('another dialect without its header', () => {
    const text = 'Fonctionnalité: F\nScénario: S\nAlors I see "A"';
    const [refusal] = refusals(text);
    expect(refusal).toMatchObject({
      line: 1,
      sentence: 'Fonctionnalité: F',
      nearest: '# language: fr\nFonctionnalité: F',
    });
    expect(read(text.replace('Fonctionnalité: F', refusal?.nearest ?? ''))).toEqual([['S', 'see any "A"']]);
  });

  it('names a step of a background or an outline once', () => {
    const text = 'Feature: F\nBackground:\nGiven foo\nScenario Outline: S\nThen bar\nExamples:\n|a|\n|1|\n|2|';
    expect(refusals(text).map(({ sentence }) => sentence)).toEqual(['foo', 'bar']);
  });
});
