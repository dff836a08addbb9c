import { canonical } from './canonical.ts';
import { nounAtEnd, nounAtStart } from './nouns.ts';
import { readSentence } from './sentence.ts';
import { sentences } from './split.ts';
import type { Assertion, ElementKind, Interaction, Target } from './step.ts';
import { isOneOf, render, type Token } from './token.ts';
import { tokenize } from './tokenize.ts';
import { baseForm } from './verbs.ts';
import type { Meaning } from './meaning.ts';

const DENIALS = new Set(['not', 'no', 'none', 'never', 'neither', 'nor', 'nothing', 'without']);
const ABSENCES = new Set(['hidden', 'invisible', 'gone', 'absent', 'missing']);
/** What a person writes in the place of what only they know. */
const PLACEHOLDER = '…';

/** Whether the clause says that something is not, or is no longer, there. */
export function isDenied(clause: readonly Token[]): boolean {
  return canonical(clause).tokens.some(
    (token) =>
      isOneOf(token, DENIALS) ||
      isOneOf(token, ABSENCES) ||
      (token.kind === 'word' && ['disappear', 'close'].includes(baseForm(token.lower) ?? '')),
  );
}

/**
 * Whether a text that is read means what the clause meant, as far as that can be told: it denies what the clause denies,
 * says all of its quoted pieces or leaves all of them open, calls things what the clause calls them, and has no number or
 * key that the clause has not.
 */
export function keepsMeaning(clause: readonly Token[], text: string): boolean {
  const tokens = tokenize(text, 1);
  const meanings = sentences(tokens).flatMap((sentence) => {
    const reading = readSentence(sentence);
    return reading.ok ? reading.clauses.map(({ meaning }) => meaning) : [];
  });
  return (
    sayAlike(clause, tokens) &&
    denyAlike(clause, meanings) &&
    meanings.every((meaning) => targetsOf(meaning).every((target) => isCalledAlike(clause, target, isSeen(meaning)))) &&
    meanings.every((meaning) => hasKeyOf(clause, meaning) && (meaning.type !== 'interaction' || !says(clause)))
  );
}

/** Whether a clause says of something what it is, so that nothing is done in it. */
function says(clause: readonly Token[]): boolean {
  return canonical(clause).tokens.some((token) => token.kind === 'word' && token.lower === 'is');
}

function isSeen(meaning: Meaning): boolean {
  return meaning.type === 'assertion' && (meaning.assertion.kind === 'see' || meaning.assertion.kind === 'not-see');
}

function sayAlike(clause: readonly Token[], tokens: readonly Token[]): boolean {
  const quotes = (all: readonly Token[]): readonly string[] =>
    all.filter((token) => token.kind === 'quoted' && token.text !== PLACEHOLDER).map((token) => token.text);
  const [asked, said] = [quotes(clause), quotes(tokens)];
  const own = said.every((text) => asked.includes(text) || render(clause).includes(text));
  const open = tokens.filter((token) => token.kind === 'quoted' && token.text === PLACEHOLDER).length;
  const missing = asked.filter((text) => !said.includes(text)).length;
  const whole = missing <= open || said.every((text) => !asked.includes(text));
  const numbers = tokens.filter((token) => token.kind === 'word' && /^\d+$/u.test(token.text));
  return own && whole && numbers.every((number) => clause.some((token) => token.text === number.text));
}

function denyAlike(clause: readonly Token[], meanings: readonly Meaning[]): boolean {
  const denied = isDenied(clause);
  return meanings.every((meaning) => meaning.type !== 'assertion' || denies(meaning.assertion) === denied);
}

/** Whether an assertion holds where something is not there. */
function denies(assertion: Assertion): boolean {
  switch (assertion.kind) {
    case 'not-see':
      return true;
    case 'state':
      return ['hidden', 'unchecked', 'unfocused', 'filled'].includes(assertion.state);
    case 'count':
      return assertion.comparison === 'at-most' || (assertion.comparison === 'exactly' && assertion.count === 0);
    case 'url':
    case 'value':
    case 'text':
      return assertion.negated === true;
    case 'see':
    case 'title':
    case 'status':
      return false;
  }
}

/** Whether an assertion holds on a page that has nothing of what it names. */
export function holdsWithout(assertion: Assertion): boolean {
  if (assertion.kind === 'state') return assertion.state === 'hidden';
  return denies(assertion) && assertion.kind !== 'value' && assertion.kind !== 'text';
}

function targetsOf(meaning: Meaning): readonly Target[] {
  const about: Assertion | Interaction | undefined =
    meaning.type === 'assertion' ? meaning.assertion : meaning.type === 'interaction' ? meaning.interaction : undefined;
  return about !== undefined && 'target' in about ? withinAll(about.target) : [];
}

function withinAll(target: Target): readonly Target[] {
  return target.within === undefined ? [target] : [target, ...withinAll(target.within)];
}

/** Whether the clause has no other noun beside the name of a target than the one the target is of; what is seen has to have it. */
function isCalledAlike(clause: readonly Token[], { kind, name }: Target, seen: boolean): boolean {
  if (name === undefined || name.value === PLACEHOLDER) return true;
  const words = name.value.split(' ');
  const start = clause.findIndex(
    (token, at) =>
      (token.kind === 'quoted' && token.text === name.value) ||
      words.every((word, index) => clause[at + index]?.text === word),
  );
  if (start === -1) return true;
  const length = clause[start]?.kind === 'quoted' ? 1 : words.length;
  const kinds = [nounAtEnd(clause.slice(0, start)), nounAtStart(clause.slice(start + length))].flatMap(
    (found): readonly ElementKind[] => (found === undefined ? [] : [found.noun.kind]),
  );
  const plain = kind === 'any' || kind === 'text' || kind === 'message';
  return kinds.includes(kind) || (kinds.length === 0 && (plain || !seen));
}

function hasKeyOf(clause: readonly Token[], meaning: Meaning): boolean {
  if (meaning.type !== 'interaction' || meaning.interaction.kind !== 'press') return true;
  const key = meaning.interaction.key.toLowerCase();
  return clause.some((token) => key.includes(token.text.toLowerCase()) && token.text !== '');
}
