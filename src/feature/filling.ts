import { ARTICLES } from './lexicon.ts';
import { doing, type Form, form, type Meaning, type Slots, using } from './meaning.ts';
import { nativeDialog } from './beyond-page.ts';
import { nounAtEnd, nounAtStart } from './nouns.ts';
import type { PageText, Target } from './step.ts';
import { readTarget } from './target.ts';
import { isOneOf, quote, render, type Token, wording } from './token.ts';
import { locate, type Outcome, readValue, trouble, understood } from './wording.ts';

/** The verbs by which something is written into a field. */
export const WRITE = 'enter|type|input|write|put|insert';
/** Words for a value, or before a field, that are no part of a field's bare name. */
const NO_NAMES = new Set(
  'value values text data following content in into to for on inside with as from of at'.split(' '),
);

/** Reads tokens as a field; a bare name is a field's because only a field takes text. */
export function readField(tokens: readonly Token[]): Outcome<Target> {
  return using(readTarget(tokens, { kind: 'field' }), (target) => {
    if (target.kind === 'field') return understood(target);
    const named = `${quote(target.name?.value ?? '…')} field`;
    const within =
      target.kind === 'row' || target.kind === 'region' || target.kind === 'dialog' || target.kind === 'form';
    const proposal = within ? `the "…" field in ${render(tokens)}` : named;
    return locate(tokens, trouble(wording(tokens), 'this can only be done in a field', proposal));
  });
}

const DIALOG_WORDS = new Set(['dialog', 'box', 'window']);

/** "the prompt" is the browser's where one is open, and else a field of that name. */
function readPrompt(tokens: readonly Token[]): Outcome<Target> {
  const isDialog = isOneOf(tokens.at(-1), DIALOG_WORDS);
  const named = isOneOf(tokens[0], ARTICLES) ? nativeDialog(tokens.slice(1, isDialog ? -1 : undefined)) : undefined;
  if (named !== undefined && named.name === undefined && tokens[1]?.lower === 'prompt') return understood(named);
  return using(readTarget(tokens, { kind: 'field' }), (target) =>
    target.kind === 'browser-dialog' ? understood(target) : readField(tokens),
  );
}

function fillWith(field: readonly Token[], value: readonly Token[]): Outcome<Meaning> {
  return using(readValue(value), (read) =>
    using(readPrompt(field), (target) => doing({ kind: 'fill', target, value: read.value })),
  );
}

function fill(slots: Slots): Outcome<Meaning> {
  return fillWith(slots('field'), slots('value'));
}

function fillQuoted(slots: Slots): Outcome<Meaning> {
  if (slots('value')[0]?.kind === 'quoted') return fill(slots);
  return trouble(wording(slots('field')), 'it does not say what to enter, or where');
}

/** "fill in Name: "Anna"": a name without quotes, then a value in quotes. */
function fieldThenValue(slots: Slots): Outcome<Meaning> {
  const [field, value] = [slots('field'), slots('value')];
  const isValue = value.length === 1 && value[0]?.kind === 'quoted';
  const isName = field.every((token) => token.kind === 'word' && !NO_NAMES.has(token.lower));
  if (!isValue || !isName || field.length === 0 || nounAtEnd(field) !== undefined) {
    return trouble(wording(field), 'it does not say which field, or with which value');
  }
  return fill(slots);
}

/** "set the value "x" to Name" does not say which of the two is the field. */
function setValue(slots: Slots): Outcome<Meaning> {
  const [one, other] = [slots('one'), slots('other')];
  if (one[0]?.lower === 'of') return trouble(wording(one), 'it does not say which field');
  return isField(other) && !isField(one) ? fillWith(other, one) : twoWays(one, other, 'to', fillForm);
}

/** "set Name to "Anna"". */
function set(slots: Slots): Outcome<Meaning> {
  const [first, second] = slots('field');
  const value = isOneOf(first, ARTICLES) ? second : first;
  if (value?.lower === 'value') return trouble(wording(slots('field')), 'it does not say which field');
  const box = readTarget(slots('field'));
  const ticks = TICKS.get(wording(slots('value')).toLowerCase());
  if (box.ok && box.value.kind === 'checkbox' && ticks !== undefined) return doing({ kind: ticks, target: box.value });
  return fill(slots);
}

const TICKS: ReadonlyMap<string, 'check' | 'uncheck'> = new Map([
  ...['checked', 'ticked', 'on', 'true'].map((word): [string, 'check'] => [word, 'check']),
  ...['unchecked', 'unticked', 'off', 'false'].map((word): [string, 'uncheck'] => [word, 'uncheck']),
]);

function asValue(slots: Slots): Outcome<Meaning> {
  const [one, other] = [slots('one'), slots('other')];
  const first = fieldOf(one, other);
  if (first === undefined) return twoWays(one, other, 'as', fillForm);
  return first === 'one' ? fillWith(one, other) : fillWith(other, one);
}

function select(slots: Slots): Outcome<Meaning> {
  return selectFrom(slots('field'), slots('option'));
}

function selectFrom(field: readonly Token[], chosen: readonly Token[]): Outcome<Meaning> {
  return using(readOption(chosen), (option) =>
    using(readSelectable(field), (target) => doing({ kind: 'select', target, option })),
  );
}

/** "select status as Submitted": of two bare words, a small one is a field and a capital one stands in its list. */
function asOption(slots: Slots): Outcome<Meaning> {
  const [one, other] = [slots('one'), slots('other')];
  const isSmall = (tokens: readonly Token[]): boolean => /^\p{Ll}/u.test(tokens[0]?.text ?? '');
  const bare = [...one, ...other].every((token) => token.kind === 'word');
  const first = fieldOf(one, other) ?? (bare && isSmall(one) && !isSmall(other) ? 'one' : undefined);
  if (first === undefined) return twoWays(one, other, 'as', selectForm);
  return first === 'one' ? selectFrom(one, other) : selectFrom(other, one);
}

/** Which of two is the field: what is called one, what has an article, what has no quotes beside a value that has. */
function fieldOf(one: readonly Token[], other: readonly Token[]): 'one' | 'other' | undefined {
  const isQuoted = (tokens: readonly Token[]): boolean => tokens.length === 1 && tokens[0]?.kind === 'quoted';
  const hasArticle = (tokens: readonly Token[]): boolean => isOneOf(tokens[0], ARTICLES);
  const tests = [isField, hasArticle, (tokens: readonly Token[]) => !isQuoted(tokens)];
  const test = tests.find((is) => is(one) !== is(other));
  if (test === undefined) return undefined;
  return test(one) ? 'one' : 'other';
}

function isField(tokens: readonly Token[]): boolean {
  return [nounAtEnd(tokens), nounAtStart(tokens)].some((found) => ['field', 'list'].includes(found?.noun.kind ?? ''));
}

const fillForm = (field: string, value: string): string => `enter ${value} into the ${field} field`;
const selectForm = (field: string, value: string): string => `select ${value} from the ${field} field`;

/** Refuses what can be read in two ways, and shows both; the nearest form has the field first, as people mostly mean it. */
function twoWays(
  one: readonly Token[],
  other: readonly Token[],
  word: string,
  shown: (field: string, value: string) => string,
): Outcome<Meaning> {
  const [first, second] = [one, other].map((tokens) => quote(wording(tokens).replace(/^(?:the|an?) /iu, '')));
  const [likely, swapped] = [shown(first ?? '', second ?? ''), shown(second ?? '', first ?? '')];
  const part = `${wording(one)} ${word} ${wording(other)}`;
  const reason = `it is not plain which of the two is the field; say “${likely}” or “${swapped}”`;
  return locate([...one, ...other], trouble(part, reason, word === 'to' ? swapped : likely));
}

function readOption(tokens: readonly Token[]): Outcome<PageText> {
  return using(readTarget(tokens, { kind: 'option' }), ({ kind, name, position, within }) => {
    const file = name?.exact === false && name.value.startsWith('file ');
    const plain = kind === 'option' && position === undefined && within === undefined && !file;
    if (plain && name !== undefined) return understood(name);
    return locate(tokens, trouble(wording(tokens), 'an option is named by its text', '"…"'));
  });
}

function readSelectable(tokens: readonly Token[]): Outcome<Target> {
  return using(readTarget(tokens, { kind: 'field' }), (target) =>
    target.kind === 'list' ? understood({ ...target, kind: 'field' as const }) : readField(tokens),
  );
}

/** Every sentence form by which a field is filled in, or something chosen in it. */
export const FILLINGS: readonly Form[] = [
  form(`${WRITE}|fill [in] {value} in|into|to|for|on|inside {field}`, fill),
  form(`${WRITE} in|into {field} {value}`, fillQuoted),
  form('fill|enter [in|out|up] {field} with {value}', fill),
  form(`${WRITE}|fill|set [in|out] {field} {value}`, fieldThenValue),
  form('set|change {field} to {value}', set),
  form('set|change [the] value of {field} to|as {value}', fill),
  form('set|change [the] value {one} to {other}', setValue),
  form(`${WRITE}|fill|set|change [in|out] {one} as {other}`, asValue),
  form('select|choose|pick [the] [option|value] {option} from|in|for {field}', select),
  form('select|choose|pick {one} as {other}', asOption),
  form('select|choose|pick [the] option|value {option} as {field}', select),
];
