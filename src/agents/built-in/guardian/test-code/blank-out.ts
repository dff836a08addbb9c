import type { CodeSyntax, StringForm } from './code-syntax.ts';

/** A text without what is not code, every other character where it was. */
export interface PlainCode {
  /** Comments are blank. */
  readonly code: string;
  /** Comments are blank, and so is what is in strings; their marks stay. */
  readonly bare: string;
}

/** What code goes on to after a string in the midst of which it stands, and how many brackets are open until then. */
interface Outer {
  readonly form: StringForm;
  depth: number;
}

/** Where a literal such as `/a/` may begin, rather than a division or the end of a tag. */
const BEFORE_EXPRESSION = /(?:^|=>|[=(,:;[!&|?{+\-*%~^]|\b(?:return|typeof|case|in|of|do|else|void|await|yield))\s*$/;

/** Blanks out comments and the content of strings, in one pass over the text. */
export function blankOut(text: string, syntax: CodeSyntax): PlainCode {
  const code: string[] = [];
  const bare: string[] = [];
  const outer: Outer[] = [];
  let at = 0;

  const keep = (to: number): void => {
    code.push(text.slice(at, to));
    bare.push(text.slice(at, to));
    at = to;
  };
  const blank = (to: number): void => {
    const spaces = blanks(text.slice(at, to));
    code.push(spaces);
    bare.push(spaces);
    at = to;
  };
  const string = (to: number): void => {
    code.push(text.slice(at, to));
    bare.push(blanks(text.slice(at, to)));
    at = to;
  };
  /** The rest of a string from its content on: to its end, or to code that stands in it. */
  const content = (form: StringForm): void => {
    const end = endOfContent(text, at, form);
    string(end.at);
    if (end.code) {
      keep(end.at + (form.code?.[0].length ?? 0));
      outer.push({ form, depth: 0 });
    } else keep(Math.min(text.length, end.at + form.close.length));
  };

  while (at < text.length) {
    const inner = outer.at(-1);
    const comment = endOfComment(text, at, syntax);
    const form = comment === undefined ? stringAt(text, at, syntax) : undefined;
    if (comment !== undefined) blank(comment);
    else if (form !== undefined) {
      keep(at + form.open.length);
      content(form);
    } else if (inner?.depth === 0 && text.startsWith(inner.form.code?.[1] ?? '', at)) {
      outer.pop();
      keep(at + (inner.form.code?.[1].length ?? 0));
      content(inner.form);
    } else {
      if (inner !== undefined) inner.depth += text[at] === '{' ? 1 : text[at] === '}' ? -1 : 0;
      const literal = syntax.regularExpressions === true ? endOfRegularExpression(text, at) : undefined;
      if (literal === undefined) keep(nextMark(text, at + 1, syntax));
      else string(literal);
    }
  }
  return { code: code.join(''), bare: bare.join('') };
}

function blanks(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}

/** The next place at which something may begin that is not plain code. */
function nextMark(text: string, from: number, syntax: CodeSyntax): number {
  const marks = marksOf(syntax);
  let at = from;
  while (at < text.length && !marks.has(text[at] ?? '')) at += 1;
  return at;
}

const MARKS = new WeakMap<CodeSyntax, ReadonlySet<string>>();

function marksOf(syntax: CodeSyntax): ReadonlySet<string> {
  const known = MARKS.get(syntax);
  if (known !== undefined) return known;
  const openings = [
    ...syntax.lineComments,
    ...syntax.blockComments.map(([open]) => open),
    ...syntax.strings.map(({ open }) => open),
  ];
  const marks = new Set([...openings.map((open) => open.charAt(0)), '{', '}', '/']);
  MARKS.set(syntax, marks);
  return marks;
}

/** Where the comment that begins at a place ends; undefined where none begins. */
function endOfComment(text: string, at: number, syntax: CodeSyntax): number | undefined {
  for (const [open, close] of syntax.blockComments) {
    if (!text.startsWith(open, at)) continue;
    return syntax.nested === true ? endOfNested(text, at, open, close) : endAfter(text, at + open.length, close);
  }
  if (!syntax.lineComments.some((open) => text.startsWith(open, at))) return undefined;
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function endAfter(text: string, from: number, close: string): number {
  const end = text.indexOf(close, from);
  return end === -1 ? text.length : end + close.length;
}

function endOfNested(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    if (text.startsWith(open, at)) {
      depth += 1;
      at += open.length;
    } else if (text.startsWith(close, at)) {
      depth -= 1;
      at += close.length;
      if (depth === 0) return at;
    } else at += 1;
  }
  return text.length;
}

/** The string that begins at a place; one that may not go over lines has to end on its own. */
function stringAt(text: string, at: number, { strings }: CodeSyntax): StringForm | undefined {
  const form = strings.find(({ open }) => text.startsWith(open, at));
  if (form === undefined || form.lines) return form;
  const { at: end } = endOfContent(text, at + form.open.length, form);
  const closed = text.startsWith(form.close, end);
  return closed && end - at <= (form.most ?? Number.POSITIVE_INFINITY) + form.open.length ? form : undefined;
}

/** Where a string's content ends: before its closing mark, before code in it, or with its line or the text. */
function endOfContent(text: string, from: number, form: StringForm): { readonly at: number; readonly code: boolean } {
  let at = from;
  while (at < text.length) {
    if (form.escapes && text[at] === '\\') at += 2;
    else if (text.startsWith(form.close, at)) return { at, code: false };
    else if (form.code !== undefined && text.startsWith(form.code[0], at)) return { at, code: true };
    else if (!form.lines && text[at] === '\n') return { at, code: false };
    else at += 1;
  }
  return { at: text.length, code: false };
}

function endOfRegularExpression(text: string, at: number): number | undefined {
  if (text[at] !== '/' || !BEFORE_EXPRESSION.test(text.slice(Math.max(0, at - 20), at))) return undefined;
  let inClass = false;
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text[end];
    if (character === '\n') return undefined;
    if (character === '\\') end += 1;
    else if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return end + 1;
  }
  return undefined;
}
