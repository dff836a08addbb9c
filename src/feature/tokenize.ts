import { type ClosingQuote, closingQuotes } from './quotes.ts';
import type { Token } from './token.ts';

const LIST_MARKER = /[ \t]*(?:(?:[-*+•–]|\(?\d{1,3}[.)]|[a-z]\)|step \d{1,3}[.:])[ \t]+)(?:\[[ xX]?\][ \t]+)?/iuy;
const MARKS = new Set('.,;:!?)…');
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
  const closingQuote = closingQuotes(text);
  let line = firstLine;
  let at = 0;
  let gap = '';
  const push: Push = (token) => {
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
      const end = closingQuote(at);
      const raw = end === undefined ? nextWord(text, at, closingQuote) : text.slice(at, end + 1);
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

/** The characters up to white space or to an opening quote after a bracket or a sign. */
function nextWord(text: string, at: number, closingQuote: ClosingQuote): string {
  let end = at + 1;
  while (end < text.length && !/\s/u.test(text[end] ?? '')) {
    if (/[(,;:=]/u.test(text[end - 1] ?? '') && closingQuote(end) !== undefined) break;
    end += 1;
  }
  return text.slice(at, end);
}

type Push = (token: Omit<Token, 'gap' | 'line'>) => void;

function pushWord(raw: string, push: Push): void {
  if (ARROWS.has(raw)) {
    push({ kind: 'mark', text: ';', lower: ';', raw });
    return;
  }
  const start = bracketsBefore(raw);
  for (let count = 0; count < start; count += 1) push({ kind: 'mark', text: '(', lower: '(', raw: '(' });
  if (ARROWS.has(raw.slice(start))) {
    pushWord(raw.slice(start), push);
    return;
  }
  const end = marksAfter(raw, start);
  if (end > start) pushContracted(raw.slice(start, end), push);
  pushMarks(raw.slice(end), push);
}

/** How many brackets the word begins with; of brackets alone the last one is not before anything. */
function bracketsBefore(raw: string): number {
  let count = 0;
  while (raw[count] === '(' && count < raw.length - 1) count += 1;
  return count;
}

/** Where the marks begin that the word ends with. */
function marksAfter(raw: string, start: number): number {
  let end = raw.length;
  while (end > start && MARKS.has(raw[end - 1] ?? '')) end -= 1;
  return end;
}

/** Three full stops are one mark, as `…` is, and end a sentence. */
function pushMarks(marks: string, push: Push): void {
  for (const mark of marks.match(/\.{3}|./gu) ?? []) {
    const shown = mark === '...' || mark === '…' ? '.' : mark;
    push({ kind: 'mark', text: shown, lower: shown, raw: mark });
  }
}

function pushContracted(raw: string, push: Push): void {
  const lower = raw.toLowerCase().replaceAll('’', "'");
  const whole = Object.hasOwn(CONTRACTIONS, lower) ? CONTRACTIONS[lower] : undefined;
  const ending = Object.keys(ENDINGS).find((suffix) => lower.endsWith(suffix) && lower.length > suffix.length);
  const [first, second] = whole ?? (ending === undefined ? [lower] : [lower.slice(0, -ending.length), ENDINGS[ending]]);
  push({ kind: 'word', text: raw, lower: first, raw });
  if (second !== undefined) push({ kind: 'word', text: '', lower: second, raw: '' });
}
