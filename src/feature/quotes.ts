/** Opening quote to its closing quotes; a later group counts only where none of the earlier one is found. */
const QUOTES: Readonly<Record<string, readonly string[]>> = {
  '"': ['"'],
  "'": ["'"],
  '`': ['`'],
  '“': ['”', '“"'],
  '„': ['“”', '"'],
  '‘': ['’'],
  '‚': ['‘’'],
  '«': ['»'],
  '»': ['«'],
  '‹': ['›'],
  '›': ['‹'],
};
const SINGLE_LINE_QUOTES = new Set(["'", '`', '‘', '‚']);
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** The index of the quote that closes the one at `at`; undefined where no quoted piece begins. */
export type ClosingQuote = (at: number) => number | undefined;

/** Finds quoted pieces of a text. Asked from left to right, it passes over the text once for each kind of closing quote. */
export function closingQuotes(text: string): ClosingQuote {
  const lineEnd = nextFrom(text, (at) => text[at] === '\n');
  const blankLine = nextFrom(text, (at) => text[at] === '\n' && isBlankLine(text, at + 1));
  const closing = new Map(
    [...new Set(Object.values(QUOTES).flat())].map((marks): [string, Next] => [
      marks,
      nextFrom(text, (at) => marks.includes(text[at] ?? ' ') && !LETTER_OR_DIGIT.test(text[at + 1] ?? '')),
    ]),
  );
  return (at) => {
    const mark = text[at] ?? '';
    const groups = QUOTES[mark];
    if (groups === undefined || LETTER_OR_DIGIT.test(text[at - 1] ?? '')) return undefined;
    const limit = SINGLE_LINE_QUOTES.has(mark) ? lineEnd(at) : blankLine(at);
    return groups.map((marks) => closing.get(marks)?.(at) ?? limit).find((end) => end < limit);
  };
}

/** Where something next is after an index; the length of the text where it is not. */
type Next = (after: number) => number;

/** Looks ahead, and remembers what it found: as long as the questions go forward, nothing is looked at twice. */
function nextFrom(text: string, isThere: (at: number) => boolean): Next {
  let known = 0;
  return (after) => {
    if (known <= after) {
      known = after + 1;
      while (known < text.length && !isThere(known)) known += 1;
    }
    return known;
  };
}

function isBlankLine(text: string, start: number): boolean {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return text[at] === '\n';
}
