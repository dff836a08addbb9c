import type { Token } from './token.ts';

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
const LIST_MARKER = /[ \t]*(?:(?:[-*+•–]|\(?\d{1,3}[.)]|[a-z]\)|step \d{1,3}[.:])[ \t]+)(?:\[[ xX]?\][ \t]+)?/iuy;
const TRAILING_MARKS = /^(.*?)((?:\.\.\.|[.,;:!?)…])+)$/su;
const ARROWS = new Set(['->', '→', '=>', '-->', '⇒', '|']);
const CONTRACTIONS: Readonly<Record<string, readonly [string, string]>> = {
  cannot: ['can', 'not'],
  "can't": ['can', 'not'],
  "won't": ['will', 'not'],
  "shan't": ['shall', 'not'],
  "i'm": ['i', 'am'],
};
const ENDINGS: Readonly<Record<string, string>> = {
  "n't": 'not',
  "'ll": 'will',
  "'ve": 'have',
  "'re": 'are',
};

/** Splits a text into tokens; what stands in quotes is one token, white space and punctuation included. */
export function tokenize(text: string, firstLine: number): readonly Token[] {
  const tokens: Token[] = [];
  let line = firstLine;
  let at = 0;
  let gap = '';
  const push = (token: Omit<Token, 'gap' | 'line'>): void => {
    tokens.push({ ...token, gap, line });
    gap = '';
  };
  while (at < text.length) {
    const marker = at === 0 || text[at - 1] === '\n' ? listMarker(text, at) : '';
    if (marker !== '') {
      push({ kind: 'mark', text: '•', lower: '•', raw: '' });
      at += marker.length;
    }
    const character = text[at] ?? '';
    if (character === '\n') {
      push({ kind: 'mark', text: '\n', lower: '\n', raw: '\n' });
      line += 1;
      at += 1;
    } else if (/\s/u.test(character)) {
      gap += character;
      at += 1;
    } else {
      const end = closingQuote(text, at);
      const raw = end === undefined ? nextWord(text, at) : text.slice(at, end + 1);
      if (end === undefined) pushWord(raw, push);
      else push({ kind: 'quoted', text: raw.slice(1, -1), lower: '', raw });
      line += raw.split('\n').length - 1;
      at += Math.max(raw.length, 1);
    }
  }
  return tokens;
}

function listMarker(text: string, at: number): string {
  LIST_MARKER.lastIndex = at;
  return LIST_MARKER.exec(text)?.[0] ?? '';
}

/** The index of the quote that closes the one at `at`; undefined where no quoted piece begins. */
function closingQuote(text: string, at: number): number | undefined {
  const groups = QUOTES[text[at] ?? ''];
  if (groups === undefined || LETTER_OR_DIGIT.test(text[at - 1] ?? '')) return undefined;
  const blank = text.slice(at).search(SINGLE_LINE_QUOTES.has(text[at] ?? '') ? /\n/u : /\n[ \t]*\n/u);
  const limit = blank === -1 ? text.length : at + blank;
  for (const group of groups) {
    for (let end = at + 1; end < limit; end += 1) {
      if (group.includes(text[end] ?? ' ') && !LETTER_OR_DIGIT.test(text[end + 1] ?? '')) return end;
    }
  }
  return undefined;
}

/** The characters up to white space or to an opening quote after a bracket or a sign. */
function nextWord(text: string, at: number): string {
  let end = at + 1;
  while (end < text.length && !/\s/u.test(text[end] ?? '')) {
    if (/[(,;:=]/u.test(text[end - 1] ?? '') && closingQuote(text, end) !== undefined) break;
    end += 1;
  }
  return text.slice(at, end);
}

function pushWord(raw: string, push: (token: Omit<Token, 'gap' | 'line'>) => void): void {
  if (ARROWS.has(raw)) {
    push({ kind: 'mark', text: ';', lower: ';', raw });
    return;
  }
  if (raw.startsWith('(') && raw.length > 1) {
    push({ kind: 'mark', text: '(', lower: '(', raw: '(' });
    pushWord(raw.slice(1), push);
    return;
  }
  const [, stem = raw, marks = ''] = TRAILING_MARKS.exec(raw) ?? [];
  if (stem !== '') pushContracted(stem, push);
  for (const mark of marks.replaceAll('...', '…')) {
    const shown = mark === '…' && marks.includes('...') ? '...' : mark;
    push({ kind: 'mark', text: mark === '…' ? '.' : mark, lower: mark === '…' ? '.' : mark, raw: shown });
  }
}

function pushContracted(raw: string, push: (token: Omit<Token, 'gap' | 'line'>) => void): void {
  const lower = raw.toLowerCase().replaceAll('’', "'");
  const whole = Object.hasOwn(CONTRACTIONS, lower) ? CONTRACTIONS[lower] : undefined;
  const ending = Object.keys(ENDINGS).find((suffix) => lower.endsWith(suffix) && lower.length > suffix.length);
  const [first, second] = whole ?? (ending === undefined ? [lower] : [lower.slice(0, -ending.length), ENDINGS[ending]]);
  push({ kind: 'word', text: raw, lower: first, raw });
  if (second !== undefined) push({ kind: 'word', text: '', lower: second, raw: '' });
}
