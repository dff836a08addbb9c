import { ARTICLES, COPULAS, FILLERS, MODALS, OPENERS, PERSONS, PRONOUNS, SEQUENCE_WORDS, TIMES } from './lexicon.ts';
import { isOneOf, type Token } from './token.ts';
import { baseForm, isVerb, PHRASAL } from './verbs.ts';

/** A clause without the words that carry no meaning: openers, the person, auxiliaries. */
export interface Canonical {
  readonly tokens: readonly Token[];
  /** Whether the clause says what should be, rather than what is. */
  readonly should: boolean;
  /** Whether the clause begins with "when" or the like, so that it must be something done. */
  readonly time: boolean;
  /** Whether the clause begins with "given". */
  readonly given: boolean;
}

const OPENING_PHRASES = ['after that', 'as a result', 'in addition', 'at the end', 'in the end', 'at last', 'as well'];
const PHRASES = [
  'has to',
  'have to',
  'had to',
  'needs to',
  'need to',
  'ought to',
  'is expected to',
  'is able to',
  'are able to',
  'am able to',
  'want to',
  'wants to',
];
const OBLIGATIONS = new Set(['should', 'must', 'shall', 'will', 'has', 'have', 'had', 'needs', 'need', 'ought', 'is']);

/** Brings a clause into the form that the sentence forms are written in: "should not be" becomes "is not". */
export function canonical(clause: readonly Token[]): Canonical {
  const opened = withoutOpeners(withoutColons(clause));
  const acting = withoutPerson(opened.tokens);
  const plain = withoutAuxiliaries(acting);
  return { ...plain, time: opened.time, given: opened.given };
}

/** Whether the tokens are nothing but the person in front of the browser. */
export function isPerson(tokens: readonly Token[]): boolean {
  const bare = isOneOf(tokens[0], ARTICLES) ? tokens.slice(1) : tokens;
  return bare.length === 1 && (isOneOf(bare[0], PRONOUNS) || isOneOf(bare[0], PERSONS));
}

/** The clause without the person it begins with, whatever follows. */
export function withoutSubject(clause: readonly Token[]): readonly Token[] {
  const length = [1, 2].find((words) => isPerson(clause.slice(0, words)));
  return length === undefined ? clause : clause.slice(length);
}

function withoutColons(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(
    (token, index) =>
      token.lower !== ':' ||
      token.kind === 'quoted' ||
      (index < tokens.length - 1 && tokens[index + 1]?.kind !== 'quoted'),
  );
}

function withoutOpeners(tokens: readonly Token[], time = false, given = false): Omit<Canonical, 'should'> {
  const [first, second] = tokens;
  const phrase = OPENING_PHRASES.find((words) => startsWith(tokens, words));
  if (phrase !== undefined) return withoutOpeners(tokens.slice(phrase.split(' ').length), time, given);
  if (isOneOf(first, OPENERS) || first?.lower === ',') {
    return withoutOpeners(tokens.slice(1), time, given || first?.lower === 'given');
  }
  const leads = second?.lower === ',' || isOneOf(second, PRONOUNS) || (second?.kind === 'word' && isVerb(second.lower));
  const person = isOneOf(second, ARTICLES) && isOneOf(tokens[2], PERSONS);
  if (isOneOf(first, SEQUENCE_WORDS) && (leads || person)) return withoutOpeners(tokens.slice(1), time, given);
  if (isOneOf(first, TIMES) && !time) return withoutOpeners(tokens.slice(1), true, given);
  return { tokens, time, given };
}

function withoutPerson(tokens: readonly Token[]): readonly Token[] {
  const length = isOneOf(tokens[0], PRONOUNS) ? 1 : isOneOf(tokens[0], ARTICLES) ? 2 : 1;
  const person = tokens[length - 1];
  if (!isOneOf(person, PRONOUNS) && !isOneOf(person, PERSONS)) return tokens;
  return beginsPredicate(tokens.slice(length)) ? tokens.slice(length) : tokens;
}

function beginsPredicate(tokens: readonly Token[]): boolean {
  const [first] = tokens;
  if (first?.kind !== 'word') return false;
  if (isVerb(first.lower) || [MODALS, COPULAS, FILLERS].some((words) => words.has(first.lower))) return true;
  return ['not', 'never', 'no longer', 'mouse', 'double']
    .concat(PHRASES, PHRASAL)
    .some((words) => startsWith(tokens, words));
}

/** Drops auxiliaries where a verb follows, writes every form of "to be" as `is`, and "no longer" as `not`. */
function withoutAuxiliaries(tokens: readonly Token[]): Pick<Canonical, 'tokens' | 'should'> {
  const expectation = baseForm(tokens[0]?.lower ?? '') === 'expect';
  const kept: Token[] = [];
  let should = false;
  let index = 0;
  while (index < tokens.length) {
    const token = tokens[index];
    if (token === undefined) break;
    const length = auxiliaryAt(tokens, index, expectation);
    const verb = length === 0 ? undefined : verbAfter(tokens, index + length);
    if (verb !== undefined) {
      should ||= OBLIGATIONS.has(token.lower) && !(length === 1 && token.lower.startsWith('ha'));
      kept.push(...predicate(verb.token, verb.negated));
      index = verb.end;
    } else if ((isSmall(token) || index === 0) && COPULAS.has(token.lower)) {
      const negated = negationAt(tokens, index + 1);
      kept.push(...predicate(token, negated > 0));
      index += 1 + negated;
      while (
        isOneOf(tokens[index], FILLERS) ||
        (isOneOf(tokens[index], COPULAS) && tokens[index]?.lower.startsWith('be'))
      )
        index += 1;
    } else {
      const negated = negationAt(tokens, index);
      kept.push(negated > 0 ? { ...token, lower: 'not' } : token);
      index += Math.max(negated, 1);
    }
  }
  return { tokens: kept.filter((token, index) => index > 0 || !isOneOf(token, FILLERS)), should };
}

/** How many tokens an auxiliary takes here; 0 where there is none. */
function auxiliaryAt(tokens: readonly Token[], index: number, expectation: boolean): number {
  const token = tokens[index];
  if (token === undefined || !(isSmall(token) || index === 0)) return 0;
  const phrase = PHRASES.find((words) => startsWith(tokens.slice(index), words));
  if (phrase !== undefined) return 2 + (phrase.split(' ').length - 2);
  if (MODALS.has(token.lower) || FILLERS.has(token.lower)) return 1;
  if (expectation && token.lower === 'to') return 1;
  const next = tokens[index + 1 + negationAt(tokens, index + 1)]?.lower ?? '';
  const perfect =
    ['have', 'has', 'had'].includes(token.lower) &&
    (next === 'been' || (isVerb(next) && /(?:ed|en|nt|t|d)$/u.test(next)));
  return perfect ? 1 : 0;
}

function verbAfter(
  tokens: readonly Token[],
  start: number,
): { token: Token; negated: boolean; end: number } | undefined {
  let index = start;
  let negated = false;
  for (;;) {
    const negation = negationAt(tokens, index);
    const able = startsWith(tokens.slice(index), 'be able to') ? 3 : 0;
    if (negation > 0) negated = true;
    else if (able === 0 && !isOneOf(tokens[index], FILLERS)) break;
    index += Math.max(negation, able, 1);
  }
  const token = tokens[index];
  const phrase = PHRASAL.some((words) => startsWith(tokens.slice(index), words));
  const verb = token?.kind === 'word' && (phrase || isVerb(token.lower) || COPULAS.has(token.lower));
  return verb ? { token, negated, end: index + 1 } : undefined;
}

/** How many tokens say "not" here: 1 for "not" and "never", 2 for "no longer", 0 otherwise. */
function negationAt(tokens: readonly Token[], index: number): number {
  if (tokens[index]?.kind !== 'word') return 0;
  if (startsWith(tokens.slice(index), 'no longer')) return 2;
  return tokens[index].lower === 'not' || tokens[index].lower === 'never' ? 1 : 0;
}

function predicate(verb: Token, negated: boolean): readonly Token[] {
  const not: Token = { ...verb, text: 'not', lower: 'not', raw: 'not' };
  if (!COPULAS.has(verb.lower)) return negated ? [not, verb] : [verb];
  const be: Token = { ...verb, lower: 'is' };
  return negated ? [be, not] : [be];
}

function isSmall(token: Token): boolean {
  return (
    token.kind === 'word' &&
    (token.text === token.text.toLowerCase() || token.text === token.text.toUpperCase() || token.text.length === 1)
  );
}

function startsWith(tokens: readonly Token[], words: string): boolean {
  return words.split(' ').every((word, index) => tokens[index]?.lower === word);
}
