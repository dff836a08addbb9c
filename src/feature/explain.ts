import { canonical, withoutSubject } from './canonical.ts';
import { readClause } from './clause.ts';
import { keepsMeaning } from './faithful.ts';
import { CONDITIONS } from './lexicon.ts';
import { byVerb, filled, isDoable, nothingSaid, proposed, quotedOnly, SEEN, UNSEEN } from './nearest.ts';
import { readSentence } from './sentence.ts';
import { sentences } from './split.ts';
import type { Refusal } from './step.ts';
import { isOneOf, render, type Token } from './token.ts';
import { tokenize } from './tokenize.ts';
import { WISHES } from './wishes.ts';
import type { Trouble } from './wording.ts';

/** Whether every sentence of the text is read. */
export function isUnderstood(text: string): boolean {
  const read = sentences(tokenize(text, 1)).map(readSentence);
  return read.length > 0 && read.every((reading) => reading.ok);
}

/** Tells why a sentence is refused, and the nearest form that is read and means no other thing, in the person's own words where possible. */
export function explainRefusal(sentence: readonly Token[], clause: readonly Token[], trouble: Trouble): Refusal {
  const cause = special(sentence, clause) ?? { ...trouble, candidates: [] };
  const named = clause[0]?.kind === 'quoted';
  const usual = named ? [...quotedOnly(clause), ...byVerb(clause)] : [...byVerb(clause), ...quotedOnly(clause)];
  const own = [...proposed(sentence, clause, trouble), ...usual];
  const chosen = trouble.chooses === true ? proposed(sentence, clause, trouble) : [];
  const nearest =
    [...cause.candidates, ...chosen].find(isUnderstood) ??
    own.find((text) => isUnderstood(text) && keepsMeaning(clause, text));
  return {
    sentence: render(sentence),
    line: sentence[0]?.line ?? 1,
    part: cause.part === '' ? render(clause) : cause.part,
    reason: cause.reason,
    nearest: nearest ?? nothingSaid(clause),
  };
}

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
  if (words[0]?.lower === 'not' && isDoable(words[1]) && !readClause(clause).ok) {
    const reason = 'what is not done is left out of a test; say what is expected instead';
    return { part: render(clause), reason, candidates: [UNSEEN] };
  }
  return wished(clause, words);
}

function wished(clause: readonly Token[], words: readonly Token[]): Cause | undefined {
  const text = `${withoutSubject(words)
    .map((token) => token.lower)
    .join(' ')} `;
  const able = isDoable(words[0]);
  const wish = WISHES.find(
    ({ begins = [], has = [] }) =>
      begins.some((phrase) => text.startsWith(`${phrase} `)) ||
      (!able && has.some((phrase) => ` ${text}`.includes(` ${phrase} `))),
  );
  if (wish === undefined) return undefined;
  const quotes = clause.filter((token) => token.kind === 'quoted').length;
  const takesAll = wish.takesQuotes === true && quotes <= wish.nearest.split('"…"').length - 1;
  const forms = [...(takesAll ? [filled(wish.nearest, clause)] : []), wish.nearest];
  const seen = quotedOnly(clause).filter((text) => keepsMeaning(clause, text));
  return {
    part: render(clause),
    reason: wish.reason,
    candidates: wish.nearest === SEEN ? seen : forms,
  };
}
