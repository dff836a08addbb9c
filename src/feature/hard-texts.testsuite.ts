import { dialects } from '@cucumber/gherkin';

/** The most that a feature may have, in bytes of UTF-8. */
export const MOST_BYTES = 64 * 1024;

const MARKS = Array.from(
  '.,;:!?()[]{}<>…-–—•*+=/\\|#@&%$^~`_\'"“”„‘’‚«»‹›¿¡§→⇒ \t\n\r\u00a0\u2028\u200b\u0301\ue000😀',
);
const AROUND = [
  ...['""', "''", '``', '“”', '„“', '‘’', '‚‘', '«»', '»«', '‹›', '()', '[]', '{}', '<>', '(“', ':"', ',„', '=«', '("'],
  ...['"a" ', '"a', "'a", '`a', '“a', '„a', '‘a', '‚a', '«a', '»a', '‹a', '›a', '„ ', '“ ', '“x ', '‘x ', '«x ', 'a" '],
  ...['<a>', '<a', '(a)', '(a ', ') ', '[x] ', '\\|', '\\n', '...', '-> ', '\r\n', '\n\n', '\n \n'],
];
const LINES = [
  ...['# a\n', '#\n', '# \n', '###### a\n', '---\n', '- a\n', '1. a\n', '1) a\n', 'a) b\n', 'step 1: a\n', '- [ ] a\n'],
  ...[
    '• a\n',
    '| a |\n',
    '| a | b |\n',
    '|a\n\n',
    '"""\n',
    '```\n',
    '"""\na\n"""\n',
    '@a\n',
    '@a ',
    '@a\n#b\n\n',
    'a\n',
  ],
  ...['# language: de\n', '# language: xx\n', '#language:en\n', 'see\n', 'I see "a"\n', 'I see "a". ', '* a\n'],
];
const BLOCKS = [
  'Scenario: a\nThen I see "a"\n',
  'Scenario: a\nI see "a"\n',
  'Rule: a\nScenario: b\nThen I see "c"\n',
  'Scenario:\n"""\n',
  'Scenario: a\nGiven b\n|c|\n',
  'Examples:\n|a|\n|b|\n',
  '@a\nExamples:\n|a|\n',
];

/** Every keyword of Gherkin in English and of one other language, as it begins a line. */
const KEYWORDS = ['en', 'de'].flatMap((code) =>
  Object.values(dialects[code] ?? {}).flatMap((words: unknown) =>
    Array.isArray(words) ? words.filter((word) => typeof word === 'string').map(asLine) : [],
  ),
);

function asLine(keyword: string): string {
  return keyword.endsWith(' ') ? `${keyword}I see "a"\n` : `${keyword}: a\n`;
}

const WORDS = (
  'in of and then not or with to the should is be I user click see enter fill when given please if wait key button row ' +
  'first 1st 3 that it named then also but A a /a http:// a.b 9 Ctrl+ press fill'
)
  .split(' ')
  .map((word) => `${word} `)
  .concat(['in the list ', 'no longer ', 'at least ', "can't ", 'after that ', 'check that ', 'enter a into b, ', 'a'])
  .concat([
    'I see A and B in the list. ',
    'the value of ',
    'make sure ',
    'press a+',
    'leave a empty ',
    'https://a.b/ ',
  ]);

/** What a text may be filled with: marks, brackets, quotes, lists, tables, fences, tags, headings, keywords, words. */
export const PIECES: readonly string[] = [
  ...new Set([...MARKS, ...AROUND, ...LINES, ...BLOCKS, ...KEYWORDS, ...WORDS]),
];

/** Where in a text it stands. */
export const PLACES: Readonly<Record<string, (filling: string) => string>> = {
  alone: (filling) => filling,
  'in what is seen': (filling) => `I see the line Total${filling}42`,
  'in quotes': (filling) => `I see "Total${filling}42"`,
  'in what is clicked': (filling) => `When I click the ${filling} button`,
  'in a field': (filling) => `Enter "x" into ${filling} and click Save`,
  'in an address': (filling) => `go to /a${filling}`,
  'in a part of the page': (filling) => `In the row ${filling}, I see "Done" in the list "X"`,
  'between sentences': (filling) => `I see "a"\n${filling}\nI see "b"`,
  'in a step of Gherkin': (filling) => `Feature: f\nScenario: s\nGiven I open /\nThen I see "a" ${filling}`,
  'in a description': (filling) => `Feature: f\n${filling}\nScenario: s\nThen I see "a"`,
  'in a text block': (filling) => `I enter the following text into Notes\n"""\n${filling}\n"""\nI see "x"`,
  'in a table': (filling) => `I fill in the form\n| a | ${filling}\nI see "b"`,
  'in an outline': (filling) =>
    `Scenario Outline: s\nThen I see "<a>" ${filling}\nExamples:\n|a|\n${'|b|\n'.repeat(100)}`,
};

/** A text of so many bytes at most, with nothing but `pieces` in that place, over and over. */
export function filled(place: (filling: string) => string, pieces: readonly string[], bytes = MOST_BYTES): string {
  const room = bytes - Buffer.byteLength(place(''));
  const round = pieces.join('');
  const each = Buffer.byteLength(round);
  return place(each === 0 ? '' : round.repeat(Math.floor(room / each)));
}
