import { ELEMENT_ASSERTIONS } from './assertions.ts';
import { canonical } from './canonical.ts';
import { INTERACTIONS } from './interactions.ts';
import type { Form, Meaning } from './meaning.ts';
import { PAGE_ASSERTIONS } from './page-assertions.ts';
import { matches, mayFit, wordsOf } from './pattern.ts';
import type { Step } from './step.ts';
import { isOneOf, render, type Token } from './token.ts';
import { type Outcome, type Trouble, trouble } from './wording.ts';
import { baseForm } from './verbs.ts';

/** What came of reading one clause; `familiar` tells whether some form fits it, slots apart. */
export type ClauseReading =
  | { readonly ok: true; readonly meaning: Meaning; readonly given: boolean }
  | { readonly ok: false; readonly trouble: Trouble; readonly familiar: boolean };

const VERIFYING = new Set(['verify', 'check', 'ensure', 'assert', 'confirm', 'expect', 'see', 'find']);
const THAT = new Set(['that', 'if', 'whether']);
const ASSERTIONS = [...ELEMENT_ASSERTIONS, ...PAGE_ASSERTIONS];
const ALL = [...INTERACTIONS, ...ASSERTIONS];

/** Reads one clause by every form of the language: one meaning, or the trouble with the closest form. */
export function readClause(clause: readonly Token[]): ClauseReading {
  const { tokens, should, time, given } = canonical(clause);
  const attempt = gather(tokens, ALL);
  const verified = afterVerifying(tokens);
  if (verified !== undefined) {
    const inner = canonical(verified);
    const checked = gather(inner.tokens, ASSERTIONS);
    attempt.meanings.push(...checked.meanings.map((meaning) => asExpected(meaning, true)));
    attempt.troubles.push(...checked.troubles.map((t) => ({ ...t, fixed: t.fixed + 1 })));
  }
  const meanings = distinct(attempt.meanings.map((meaning) => asExpected(meaning, should)));
  const [meaning, other] = meanings;
  const closest = attempt.troubles.toSorted((a, b) => b.fixed - a.fixed)[0];
  const familiar = (closest?.fixed ?? 0) > 0 || meanings.length > 0;
  if (other !== undefined) {
    return { familiar, ...trouble(render(clause), 'this can be read in two ways; put names in quotes') };
  }
  if (meaning !== undefined) {
    if (!time || meaning.type === 'interaction') return { ok: true, meaning, given };
    return {
      familiar,
      ...trouble(render(clause), 'a test has no conditions: say what is done, then what is expected'),
    };
  }
  if (clause.length === 0) return { familiar: true, ...trouble('', 'a step is missing here') };
  return closest === undefined
    ? { familiar, ...trouble(render(clause), `“${render(clause)}” is no step that is known here`) }
    : { ok: false, familiar, trouble: closest };
}

interface Attempt {
  readonly meanings: Meaning[];
  readonly troubles: (Trouble & { readonly fixed: number })[];
}

/** More ways to lay forms over a clause than any has that is meant: plain ones have up to six. */
const MOST_WAYS = 24;

function gather(tokens: readonly Token[], forms: readonly Form[]): Attempt {
  const attempt: Attempt = { meanings: [], troubles: [] };
  const words = wordsOf(tokens);
  const fitting = forms
    .filter(({ pattern }) => mayFit(words, pattern))
    .map((form) => ({ form, ways: matches(tokens, form.pattern) }));
  const count = fitting.reduce((sum, { ways }) => sum + ways.length, 0);
  if (count > MOST_WAYS) {
    const reason = `this can be taken apart in ${count} ways, and is read in at most ${MOST_WAYS}; make several sentences of it, or quote its names`;
    attempt.troubles.push({ part: render(tokens), reason, fixed: 0 });
    return attempt;
  }
  for (const { form, ways } of fitting) {
    for (const captures of ways) {
      const reading: Outcome<Meaning> = form.read((name) => captures[name] ?? []);
      if (reading.ok) attempt.meanings.push(reading.value);
      else {
        const empty = Object.values(captures).some((tokens) => tokens.length === 0);
        attempt.troubles.push({ ...reading.trouble, fixed: form.pattern.fixed - (empty ? 1 : 0) });
      }
    }
  }
  return attempt;
}

/** What stands after "check that", "make sure", "expect" and the like. */
function afterVerifying(tokens: readonly Token[]): readonly Token[] | undefined {
  const [first, second] = tokens;
  const verb = baseForm(first?.lower ?? '') ?? '';
  const length = verb === 'make' && second?.lower === 'sure' ? 2 : VERIFYING.has(verb) ? 1 : 0;
  if (length === 0) return undefined;
  const that = isOneOf(tokens[length], THAT);
  if (!that && (verb === 'see' || verb === 'find')) return undefined;
  return tokens.slice(that ? length + 1 : length);
}

function asExpected(meaning: Meaning, should: boolean): Meaning {
  if (meaning.type !== 'at' || !should) return meaning;
  return { type: 'assertion', assertion: { kind: 'url', comparison: 'is', value: meaning.location } };
}

function distinct(meanings: readonly Meaning[]): readonly Meaning[] {
  return [...new Map(meanings.map((meaning) => [JSON.stringify(meaning), meaning])).values()];
}

/** A page that is named as where the user is: opened where nothing was done yet or as a given, else expected. */
export function settle(meaning: Meaning, opens: boolean): Step['does'] {
  if (meaning.type !== 'at') return meaning;
  const { location } = meaning;
  return opens
    ? { type: 'interaction', interaction: { kind: 'open', location } }
    : { type: 'assertion', assertion: { kind: 'url', comparison: 'is', value: location } };
}
