import { isAlwaysTrue } from './always-true.ts';
import { readAssertion, type TestAssertion } from './assertion.ts';
import { blankOut } from './blank-out.ts';
import type { TestLanguage } from './languages.ts';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENING = new Set(Object.keys(CLOSING));
const ENDS = new Set(Object.values(CLOSING));

/** Something in a test at a line, from 1; `text` tells whether it was there before. */
export interface TestPlace {
  readonly text: string;
  readonly line: number;
}

/** What a file of tests holds, comments left out. */
export interface TestMeasure {
  readonly cases: readonly TestPlace[];
  /** Those that can fail. */
  readonly assertions: readonly TestPlace[];
  readonly always_true: readonly TestPlace[];
  /** What keeps tests from running, or the others. */
  readonly off: readonly TestPlace[];
  /** How many cases and assertions stand in comments and strings. */
  readonly in_comments: number;
}

/** What a file without any tests holds. */
export const NO_TESTS: TestMeasure = { cases: [], assertions: [], always_true: [], off: [], in_comments: 0 };

/** More of a kind are not counted in one file. */
const MAX_COUNTED = 20_000;

/** Counts what a file of tests holds. Takes time and memory in proportion to the text. */
export function measureTests(text: string, language: TestLanguage): TestMeasure {
  const { code, bare } = blankOut(text, language.syntax);
  const source = { code, bare, brackets: matchBrackets(bare) };
  const lineOf = lineCounter(text);
  const assertions: TestPlace[] = [];
  const alwaysTrue: TestPlace[] = [];
  for (const match of found(bare, language.assertions)) {
    const assertion = readAssertion(source, match.index + indent(match[0]), match.index + match[0].length);
    if (isUnfinished(assertion, language)) continue;
    const place = { text: assertion.text, line: lineOf(match.index + indent(match[0])) };
    if (isAlwaysTrue(assertion)) alwaysTrue.push(place);
    else assertions.push(place);
  }
  const placesOf = (pattern: RegExp, within: string): TestPlace[] => {
    const line = lineCounter(text);
    return found(within, pattern).map((match) => {
      const at = match.index + indent(match[0]);
      return { text: lineTextAt(code, at), line: line(at) };
    });
  };
  const { cases, off, offInComments } = language;
  const looksLikeTests = (within: string): number =>
    found(within, cases).length + found(within, language.assertions).length;
  return {
    cases: placesOf(cases, bare),
    assertions,
    always_true: alwaysTrue,
    off: [...placesOf(off, bare), ...(offInComments === undefined ? [] : placesOf(offInComments, text))],
    in_comments: looksLikeTests(text) - looksLikeTests(bare),
  };
}

function found(text: string, pattern: RegExp): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    if (matches.length === MAX_COUNTED) break;
    matches.push(match);
  }
  return matches;
}

function isUnfinished({ head, chain }: TestAssertion, { unfinished }: TestLanguage): boolean {
  return chain.length === 0 && unfinished?.test(head) === true;
}

function indent(text: string): number {
  return text.length - text.trimStart().length;
}

/** Tells the line of a place; to be asked about places in their order. */
function lineCounter(text: string): (place: number) => number {
  let line = 1;
  let from = 0;
  return (place) => {
    for (let at = text.indexOf('\n', from); at !== -1 && at < place; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    return line;
  };
}

/** The line of code around a place, without blanks. */
function lineTextAt(code: string, at: number): string {
  const end = code.indexOf('\n', at);
  const from = code.lastIndexOf('\n', at) + 1;
  return code
    .slice(Math.max(from, at - 500), Math.min(end === -1 ? code.length : end, at + 500))
    .replaceAll(/\s+/g, '');
}

/** For each place of an opening bracket in code, the place of the one that closes it; -1 elsewhere, and where none does. */
function matchBrackets(bare: string): Int32Array {
  const matches = new Int32Array(bare.length).fill(-1);
  const open: number[] = [];
  for (let at = 0; at < bare.length; at += 1) {
    const character = bare[at] ?? '';
    if (OPENING.has(character)) open.push(at);
    if (!ENDS.has(character)) continue;
    const opened = open.at(-1);
    // A bracket that closes nothing, such as one in a word of another language, is passed over.
    if (opened === undefined || CLOSING[bare[opened] ?? ''] !== character) continue;
    matches[opened] = at;
    open.pop();
  }
  return matches;
}
