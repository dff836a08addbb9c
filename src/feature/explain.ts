import { CONDITIONS, CONNECTORS } from './lexicon.ts';
import { canonical, withoutSubject } from './canonical.ts';
import { readClause } from './clause.ts';
import { readSentence } from './sentence.ts';
import { sentences } from './split.ts';
import type { Refusal } from './step.ts';
import { isOneOf, render, type Token } from './token.ts';
import { tokenize } from './tokenize.ts';
import { baseForm } from './verbs.ts';
import { WISHES } from './wishes.ts';
import type { Trouble } from './wording.ts';

/** Whether every sentence of the text is read. */
export function isUnderstood(text: string): boolean {
  const read = sentences(tokenize(text, 1)).map(readSentence);
  return read.length > 0 && read.every((reading) => reading.ok);
}

/** Tells why a sentence is refused, and the nearest form that is read, in the person's own words where possible. */
export function refusal(sentence: readonly Token[], clause: readonly Token[], trouble: Trouble): Refusal {
  const cause = special(sentence, clause) ?? { ...trouble, candidates: [] };
  const nearest = [...cause.candidates, ...substituted(clause, trouble), ...byVerb(clause), ...quotedOnly(clause)].find(
    isUnderstood,
  );
  return {
    sentence: render(sentence),
    line: sentence[0]?.line ?? 1,
    part: cause.part === '' ? render(clause) : cause.part,
    reason: cause.reason,
    nearest: nearest ?? SEEN,
  };
}

const SEEN = 'I see "…"';

interface Cause {
  readonly part: string;
  readonly reason: string;
  readonly candidates: readonly string[];
}

/** Causes that lie in the whole sentence rather than in one slot: questions, conditions, wishes, what is not done. */
function special(sentence: readonly Token[], clause: readonly Token[]): Cause | undefined {
  const question = sentence.find((token) => token.kind === 'mark' && token.lower === '?');
  if (question !== undefined) {
    const statement = render(sentence.filter((token) => token !== question));
    return {
      part: render(sentence),
      reason: 'a question says neither what to do nor what to expect',
      candidates: [statement],
    };
  }
  const condition = sentence.find((token) => isOneOf(token, CONDITIONS));
  if (condition !== undefined) {
    const before = sentence.slice(0, sentence.indexOf(condition));
    const after = sentence.slice(sentence.findIndex((token) => token.lower === ',') + 1);
    const reason = `a test has no conditions (“${condition.raw}”): write the one way that is to be tested`;
    return {
      part: render(sentence.slice(before.length)),
      reason,
      candidates: [render(before), render(after)].filter((t) => t !== ''),
    };
  }
  const words = canonical(clause).tokens;
  if (words[0]?.lower === 'not') {
    const verb = baseForm(words[1]?.lower ?? '') ?? '';
    if (DOABLE.has(verb) && !readClause(clause).ok) {
      const reason = 'what is not done is left out of a test; say what is expected instead';
      return { part: render(clause), reason, candidates: quotedOnly(clause) };
    }
  }
  const text = `${withoutSubject(words)
    .map((token) => token.lower)
    .join(' ')} `;
  const able = DOABLE.has(baseForm(words[0]?.lower ?? '') ?? '');
  const wish = WISHES.find(
    ({ begins = [], has = [] }) =>
      begins.some((phrase) => text.startsWith(`${phrase} `)) ||
      (!able && has.some((phrase) => ` ${text}`.includes(` ${phrase} `))),
  );
  return wish === undefined
    ? undefined
    : {
        part: render(clause),
        reason: wish.reason,
        candidates: wish.nearest === SEEN ? quotedOnly(clause) : [filled(wish.nearest, clause)],
      };
}

/** The clause with the proposal in the place of what was not understood, or at its end. */
function substituted(clause: readonly Token[], { proposal, at }: Trouble): readonly string[] {
  if (proposal === undefined) return [];
  const start = at?.[0] === undefined ? -1 : clause.indexOf(at[0]);
  const end = at === undefined ? -1 : clause.findLastIndex((token) => token === at.at(-1));
  const plain = clause.filter((token, index) => index > 0 || !isOneOf(token, CONNECTORS));
  const replaced =
    start === -1 || end < start
      ? []
      : [[render(clause.slice(0, start)), proposal, render(clause.slice(end + 1))].join(' ').trim()];
  return at === undefined ? [] : [...replaced, `${render(plain)} ${proposal}`, proposal];
}

/** The nearest form for each verb; `"…"` takes the quoted pieces of the sentence in their order. */
const BY_VERB: Readonly<Record<string, string>> = {
  go: 'go to /…',
  open: 'open /…',
  visit: 'visit /…',
  navigate: 'navigate to /…',
  click: 'click "…"',
  tap: 'tap "…"',
  press: 'press Enter',
  hover: 'hover over "…"',
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
  see: 'I see "…"',
};

const DOABLE = new Set(Object.keys(BY_VERB).filter((verb) => verb !== 'see'));

function byVerb(clause: readonly Token[]): readonly string[] {
  const verb = canonical(clause).tokens.find(
    (token) => token.kind === 'word' && BY_VERB[baseForm(token.lower) ?? ''] !== undefined,
  );
  const example = BY_VERB[baseForm(verb?.lower ?? '') ?? ''];
  if (example === undefined) return [];
  return [filled(example, clause), example];
}

/** The form with the quoted pieces of the clause in the place of its first `"…"`. */
function filled(form: string, clause: readonly Token[]): string {
  const quotes = clause.filter((token) => token.kind === 'quoted').map((token) => token.raw);
  return form.replaceAll('"…"', (placeholder) => quotes.shift() ?? placeholder);
}

function quotedOnly(clause: readonly Token[]): readonly string[] {
  const denied = canonical(clause).tokens.some((token) => token.lower === 'not' || token.lower === 'no');
  const verb = denied ? 'I do not see' : 'I see';
  const quotes = clause.filter((token) => token.kind === 'quoted').map((token) => `${verb} ${token.raw}`);
  return [...quotes.slice(0, 1), `${verb} "…"`];
}
