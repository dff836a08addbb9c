import type { PlainCode } from './blank-out.ts';

/** A call in a chain: `.toBe(5)`. */
interface Call {
  readonly name: string;
  readonly args: readonly string[];
}

/** An assertion in a test. */
export interface TestAssertion {
  /** Its text, without comments and blanks: the same for one that only moved or was wrapped. */
  readonly text: string;
  /** What is called, without its arguments: `expect`, `assert.equal`, `self.assertTrue`. */
  readonly head: string;
  readonly args: readonly string[];
  /** What is asked of the result. */
  readonly chain: readonly Call[];
}

/** Plain code with the places of its brackets. */
export interface BracketedCode extends PlainCode {
  readonly brackets: Int32Array;
}

/** Characters of an assertion that are read; a longer one is cut off. */
const MAX_LENGTH = 4_000;

const OPENING = '([{';

/** Reads the assertion that begins at a place; `headEnd` is where what is called ends, its bracket included if it has one. */
export function readAssertion(source: BracketedCode, from: number, headEnd: number): TestAssertion {
  const end = endOfStatement(source, from);
  const text = tidy(source.code.slice(from, end));
  const bracket = headEnd - 1;
  const hasArguments = OPENING.includes(source.bare[bracket] ?? ' ');
  const called = source.bare.slice(from, hasArguments ? bracket : headEnd).trim();
  const head = called.endsWith('>') && called.includes('<') ? called.slice(0, called.indexOf('<')) : called;
  const close = hasArguments ? (source.brackets[bracket] ?? -1) : -1;
  if (close === -1) return { text, head, args: [], chain: [] };
  return { text, head, args: argumentsIn(source, bracket, close), chain: chainAfter(source, close + 1, end) };
}

/** The place after a statement: where its line ends outside of any bracket and no chain goes on in the next one. */
function endOfStatement({ bare, brackets }: BracketedCode, from: number): number {
  const most = Math.min(bare.length, from + MAX_LENGTH);
  let at = from;
  while (at < most) {
    const character = bare[at] ?? '';
    const close = brackets[at] ?? -1;
    if (close !== -1) at = close + 1;
    else if (character === ';' || character === ')' || character === ']' || character === '}') return at;
    else if (character === '\n') {
      const next = /^\s*(?:\?\.|\.|->)/.exec(bare.slice(at, at + 200));
      if (next === null) return at;
      at += next[0].length;
    } else at += 1;
  }
  return Math.min(at, most);
}

function argumentsIn({ code, bare, brackets }: BracketedCode, open: number, close: number): readonly string[] {
  if (close - open > MAX_LENGTH) return [];
  const args: string[] = [];
  let from = open + 1;
  for (let at = from; at < close; at += 1) {
    const inner = brackets[at] ?? -1;
    if (inner !== -1) at = inner;
    else if (bare[at] === ',') {
      args.push(tidy(code.slice(from, at)));
      from = at + 1;
    }
  }
  const last = tidy(code.slice(from, close));
  return last === '' ? args : [...args, last];
}

const LINK = /^\s*(?:\?\.|\.|->)\s*([\w$]+)\s*(?:<[^<>()\n]{0,200}>)?\s*/;

function chainAfter(source: BracketedCode, from: number, end: number): readonly Call[] {
  const chain: Call[] = [];
  let at = from;
  while (at < end) {
    const link = LINK.exec(source.bare.slice(at, Math.min(end, at + 400)));
    if (link === null) break;
    at += link[0].length;
    const close = source.bare[at] === '(' ? (source.brackets[at] ?? -1) : -1;
    chain.push({ name: link[1] ?? '', args: close === -1 ? [] : argumentsIn(source, at, close) });
    if (close !== -1) at = close + 1;
  }
  // RSpec's way of asking: expect(x).to eq(5)
  const asked = /^\s*(\w+)\s*/.exec(source.bare.slice(at, Math.min(end, at + 100)));
  if (asked !== null && chain.length > 0) {
    const bracket = at + asked[0].length;
    const close = source.bare[bracket] === '(' ? (source.brackets[bracket] ?? -1) : -1;
    chain.push({ name: asked[1] ?? '', args: close === -1 ? [] : argumentsIn(source, bracket, close) });
  }
  return chain;
}

/** Without blanks and trailing commas, so that formatting makes no difference. */
function tidy(text: string): string {
  return text.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '');
}
