import { canonical } from './canonical.ts';
import { isDenied } from './faithful.ts';
import { ARTICLES, CONNECTORS, INSIDE, KIND_NOUNS } from './lexicon.ts';
import { readScope } from './target.ts';
import { isOneOf, quote, render, type Token, wording } from './token.ts';
import { baseForm, isVerb } from './verbs.ts';
import type { Trouble } from './wording.ts';

/** The form that stands for any expectation. */
export const SEEN = 'I see "…"';
/** The form that stands for any expectation that something is not there. */
export const UNSEEN = 'I do not see "…"';

/** The form of an expectation of the same kind that says nothing yet. */
export function nothingSaid(clause: readonly Token[]): string {
  return isDenied(clause) ? UNSEEN : SEEN;
}

/** The clause with what a trouble proposes in the place of what was not understood, or at its end. */
export function proposed(sentence: readonly Token[], clause: readonly Token[], trouble: Trouble): readonly string[] {
  const afterTime = canonical(clause).time ? [render(clause.slice(1))] : [];
  return [
    ...scoped(sentence, clause),
    ...substituted(clause, trouble),
    ...afterTime,
    ...verified(clause),
    ...byColon(clause),
  ];
}

function substituted(clause: readonly Token[], { proposal, at }: Trouble): readonly string[] {
  if (proposal === undefined) return [];
  if (at === undefined) return [proposal];
  const start = at[0] === undefined ? -1 : clause.indexOf(at[0]);
  const end = clause.findLastIndex((token) => token === at.at(-1));
  const plain = clause.filter((token, index) => index > 0 || !isOneOf(token, CONNECTORS));
  const replaced =
    start === -1 || end < start
      ? []
      : [[render(clause.slice(0, start)), proposal, render(clause.slice(end + 1))].join(' ').trim()];
  return [...replaced, `${render(plain)} ${proposal}`, proposal];
}

/** "In the "Cart", click Delete" with what the part of the page is. */
function scoped(sentence: readonly Token[], clause: readonly Token[]): readonly string[] {
  if (!isOneOf(clause[0], INSIDE) || clause[0] !== sentence[0]) return [];
  const scope = readScope(clause.slice(1));
  if (scope.ok || scope.trouble.proposal === undefined) return [];
  return [`${render(clause.slice(0, 1))} ${scope.trouble.proposal}${render(sentence.slice(clause.length))}`];
}

/** "check the heading "Cart"" as something that is seen. */
function verified(clause: readonly Token[]): readonly string[] {
  const { tokens } = canonical(clause);
  const verb = baseForm(tokens[0]?.lower ?? '') ?? '';
  return ['check', 'verify', 'ensure', 'assert', 'confirm'].includes(verb) ? [`I see ${render(tokens.slice(1))}`] : [];
}

/** "Name: Anna" as a field and its value. */
function byColon(clause: readonly Token[]): readonly string[] {
  const { tokens } = canonical(clause);
  const verb = isDoable(tokens[0]) ? 1 : 0;
  const colon = clause.findIndex((token) => token.kind === 'mark' && token.lower === ':');
  if (colon === -1 || clause.slice(verb, colon).some((token) => isVerb(token.lower))) return [];
  const start = clause.findIndex((token) => token === tokens[verb]);
  const name = clause.slice(start, colon).filter((token) => !['in', 'out', 'up'].includes(token.lower));
  const value = clause.slice(colon + 1);
  if (name.length === 0 || value.length === 0) return [];
  return [`enter ${quote(wording(value))} into the ${quote(wording(name))} field`];
}

/** The nearest form for each verb; `"…"` takes the quoted pieces of the sentence in their order. */
const BY_VERB: Readonly<Record<string, string>> = {
  go: 'go to /…',
  open: 'open /…',
  visit: 'visit /…',
  navigate: 'navigate to /…',
  click: 'click "…"',
  tap: 'tap "…"',
  press: 'press the "…" button',
  push: 'press the "…" button',
  hit: 'press the "…" button',
  'double-click': 'double-click "…"',
  follow: 'follow the "…" link',
  hover: 'hover over "…"',
  reload: 'reload the page',
  refresh: 'reload the page',
  enter: 'enter "…" into the "…" field',
  type: 'type "…" into the "…" field',
  input: 'input "…" into the "…" field',
  write: 'write "…" into the "…" field',
  put: 'put "…" into the "…" field',
  fill: 'fill the "…" field with "…"',
  set: 'set the "…" field to "…"',
  change: 'change the "…" field to "…"',
  leave: 'leave the "…" field empty',
  clear: 'clear the "…" field',
  select: 'select "…" from the "…" field',
  choose: 'choose "…" from the "…" field',
  pick: 'pick "…" from the "…" field',
  check: 'check the "…" checkbox',
  tick: 'tick the "…" checkbox',
  uncheck: 'uncheck the "…" checkbox',
  upload: 'upload "…" to the "…" field',
  attach: 'attach "…" to the "…" field',
  see: SEEN,
};

const POINTING = new Set(['click', 'tap', 'press', 'hover', 'check', 'tick', 'uncheck', 'see']);

/** Whether the word is a verb by which something is done. */
export function isDoable(token: Token | undefined): boolean {
  const verb = baseForm(token?.lower ?? '') ?? '';
  return verb !== 'see' && BY_VERB[verb] !== undefined;
}

/** The form for the clause's verb, with its quoted pieces and without. */
export function byVerb(clause: readonly Token[]): readonly string[] {
  const verb = canonical(clause).tokens.find(
    (token) => token.kind === 'word' && BY_VERB[baseForm(token.lower) ?? ''] !== undefined,
  );
  const example = BY_VERB[baseForm(verb?.lower ?? '') ?? ''];
  if (example === undefined) return [];
  const path = clause.find((token) => /^\/[^/]/u.test(token.text))?.text;
  const opened = path === undefined ? [] : [example.replace('/…', path)];
  // Its quoted pieces would be said without where they are.
  const placed = POINTING.has(baseForm(verb?.lower ?? '') ?? '') && saysWhere(clause);
  return [...opened, ...(placed ? [] : [inPlace(example, clause)]), example];
}

/** What stands before the second of two pieces, in a form whose first is a field, and in one whose first is a value. */
const BEFORE_VALUE = new Set(['to', 'with', 'as', ':']);
const BEFORE_FIELD = new Set(['into', 'in', 'to', 'from', 'for']);

/** The form with the quoted pieces of the clause; a single one of two goes where its preposition puts it. */
function inPlace(form: string, clause: readonly Token[]): string {
  const quotes = clause.filter((token) => token.kind === 'quoted');
  const [only] = quotes;
  const two = form.split('"…"').length === 3;
  if (!two || only === undefined || quotes.length > 1) return filled(form, clause);
  const before = clause.slice(0, clause.indexOf(only)).findLast((token) => !isOneOf(token, ARTICLES));
  const second = isOneOf(before, form.includes('the "…" field ') ? BEFORE_VALUE : BEFORE_FIELD);
  return second ? form.replace(/"…"([^"]*)$/u, (_, rest: string) => only.raw + rest) : filled(form, clause);
}

/** The form with the quoted pieces of the clause in the place of its first `"…"`. */
export function filled(form: string, clause: readonly Token[]): string {
  const quotes = clause.filter((token) => token.kind === 'quoted').map((token) => token.raw);
  return form.replaceAll('"…"', (placeholder) => quotes.shift() ?? placeholder);
}

/** The verbs by which something is expected, at the beginning of a clause. */
const EXPECTING = new Set(['see', 'find', 'notice', 'expect', 'verify', 'check', 'ensure', 'assert', 'confirm']);

/** What is quoted, as seen or not seen, where the clause says nothing of where or as what, and does nothing. */
export function quotedOnly(clause: readonly Token[]): readonly string[] {
  const verb = isDenied(clause) ? 'I do not see' : 'I see';
  const quotes = clause.filter((token) => token.kind === 'quoted').map((token) => `${verb} ${token.raw}`);
  const inTab = / in (?:a|the) new (?:tab|window)$/u.test(render(clause))
    ? quotes.map((q) => `${q} in the new tab`)
    : [];
  return [...(saysMore(clause) ? inTab : quotes.slice(0, 1)), `${verb} "…"`];
}

/** Whether a clause does something, or says of its quoted pieces where they are, or speaks of another thing besides. */
function saysMore(clause: readonly Token[]): boolean {
  const verb = baseForm(canonical(clause).tokens.find((token) => token.lower !== 'not')?.lower ?? '');
  return (verb !== undefined && !EXPECTING.has(verb)) || saysWhere(clause);
}

function saysWhere(clause: readonly Token[]): boolean {
  return clause.some((token) => token.lower === 'as' || isOneOf(token, INSIDE)) || hasOtherThing(clause);
}

/** Whether a noun of the clause stands beside no quoted piece, so that it speaks of another thing besides. */
function hasOtherThing(clause: readonly Token[]): boolean {
  const plain = clause.filter((token) => !isOneOf(token, ARTICLES));
  return plain.some((token, at) => {
    const beside = [plain[at - 1], plain[at + 1]].some((other) => other?.kind === 'quoted');
    return token.kind === 'word' && KIND_NOUNS.has(token.lower) && !beside;
  });
}
