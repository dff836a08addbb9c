import { frameNamed, nativeDialog } from './beyond-page.ts';
import { ARTICLES, INSIDE, NAMELESS, type Noun, ORDINALS } from './lexicon.ts';
import { errorOfField, vagueMessage } from './messages.ts';
import { withoutNaming } from './naming.ts';
import { capitalNoun, isNoun, nounAtEnd, nounAtStart } from './nouns.ts';
import { selectorIn } from './selector.ts';
import type { ElementKind, PageText, Target } from './step.ts';
import { isOneOf, quote, type Token, wording } from './token.ts';
import { locate, type Outcome, readName, trouble, understood } from './wording.ts';

/** What a sentence leaves out because its verb says it. */
export interface Implied {
  /** The kind meant where no noun names one. */
  readonly kind?: ElementKind;
  /** Whether a lower-case name without a noun is a name all the same, as after "click". */
  readonly plainName?: boolean;
  /** Whether several elements are meant, as in a count. */
  readonly several?: boolean;
}

const WHOLE_PAGE = new Set(['page', 'screen', 'site', 'website']);
/** Kinds whose name is what they say, so that it may look like a selector. */
const SAYING: ReadonlySet<ElementKind> = new Set(['text', 'message', 'option']);
/** Each level doubles the ways to read a target. */
const MAX_NESTING = 4;

/** Reads tokens as an element of the page, with its position and the part of the page it is in. */
export function readTarget(tokens: readonly Token[], implied: Implied = {}): Outcome<Target> {
  if (tokens.filter((token) => isOneOf(token, INSIDE)).length > MAX_NESTING) {
    return locate(
      tokens,
      trouble(wording(tokens), `more than ${MAX_NESTING} parts of the page in one another; quote the names`, '"…"'),
    );
  }
  const fieldError = errorOfField(tokens, readTarget);
  if (fieldError !== undefined) return locate(tokens, fieldError);
  const whole = readCore(tokens, implied);
  const readings = whole.ok ? [whole.value] : [];
  let blame = whole;
  for (const [index, token] of tokens.entries()) {
    if (index === 0 || !isOneOf(token, INSIDE)) continue;
    const core = readCore(tokens.slice(0, index), implied);
    const scope = readScope(tokens.slice(index + 1));
    if (core.ok && scope.ok)
      readings.push(scope.value === undefined ? core.value : { ...core.value, within: scope.value });
    else if (scope.ok && !core.ok) blame = core;
    else if (core.ok && !scope.ok && token.lower !== 'of') blame = scope;
  }
  const [first, ...others] = readings;
  if (first === undefined) return blame;
  return others.length === 0
    ? understood(first)
    : trouble(wording(tokens), 'this can be read in two ways; quote the name');
}

/** Reads tokens as the part of a page that a sentence limits itself to; undefined is the whole page. */
export function readScope(tokens: readonly Token[]): Outcome<Target | undefined> {
  return locate(tokens, scopeOf(tokens));
}

function scopeOf(tokens: readonly Token[]): Outcome<Target | undefined> {
  const core = isOneOf(tokens[0], ARTICLES) ? tokens.slice(1) : tokens;
  if (core.length === 1 && isOneOf(core[0], WHOLE_PAGE)) return understood(undefined);
  const target = readTarget(tokens);
  if (target.ok && target.value.kind !== 'any') return target;
  const beyond = frameNamed(core) ?? nativeDialog(core);
  if (beyond !== undefined) return understood(beyond);
  if (!target.ok) return target;
  const name = target.value.name?.value ?? '…';
  return trouble(wording(tokens), `say what “${name}” is: a row, list, dialog, region …`, `the region ${quote(name)}`);
}

function readCore(tokens: readonly Token[], implied: Implied): Outcome<Target> {
  return locate(tokens, coreOf(tokens, implied));
}

function coreOf(tokens: readonly Token[], implied: Implied): Outcome<Target> {
  const article = isOneOf(tokens[0], ARTICLES);
  const bare = article ? tokens.slice(1) : tokens;
  if (bare.length === 0) return trouble(wording(tokens), 'it does not say which element', '"…"');
  const native = article && implied.kind === undefined ? nativeDialog(bare) : undefined;
  if (native !== undefined) return understood(native);
  const position = readPosition(bare);
  if (!position.ok) return position;
  const rest = position.value === undefined ? bare : bare.slice(1);
  const described = position.value === undefined ? {} : { position: position.value };
  const named = readNamed(rest, article, implied, position.value !== undefined);
  return named.ok ? understood({ ...named.value, ...described }) : named;
}

function readPosition(tokens: readonly Token[]): Outcome<number | undefined> {
  const [first, second] = tokens;
  if (first?.kind !== 'word' || second === undefined) return understood(undefined);
  const digits = /^(\d{1,3})(?:st|nd|rd|th)$/u.exec(first.lower)?.[1];
  const position = digits === undefined ? ORDINALS.get(first.lower) : Number(digits);
  if (position === undefined || position === 0 || second.lower === 'name') return understood(undefined);
  if (/^\p{Lu}\p{Ll}/u.test(first.text)) {
    const written = wording(tokens);
    const reason = `“${first.text}” can be a position or part of a name; write it small, or quote the name`;
    return trouble(written, reason, quote(written));
  }
  return understood(position);
}

function readNamed(
  tokens: readonly Token[],
  article: boolean,
  implied: Implied,
  positioned: boolean,
): Outcome<Pick<Target, 'kind' | 'name'>> {
  const last = nounAtEnd(tokens);
  const first = nounAtStart(tokens);
  if (last?.words === tokens.length) return readNameless(last.noun, wording(tokens), implied, { article, positioned });
  const both = last !== undefined && first !== undefined;
  if (both && !isNoun(tokens.slice(first.words)) && !isNoun(tokens.slice(0, -last.words))) {
    return trouble(wording(tokens), 'two nouns name a kind of element here; quote the name');
  }
  const noun = last ?? first;
  if (noun === undefined) {
    const capital = capitalNoun(tokens);
    if (capital !== undefined) {
      const written = wording(tokens);
      return trouble(
        written,
        `“${capital}” can be a kind of element or part of a name; quote the name`,
        quote(written),
      );
    }
    const plain = implied.kind !== undefined || (implied.plainName === true && !article);
    return withKind(implied.kind ?? 'any', readName(tokens, plain), tokens);
  }
  if (noun.noun.plural && implied.several !== true) {
    return trouble(wording(tokens), 'several are named where one is meant; name one, or say how many');
  }
  const number = noun === first && tokens.length === first.words + 1 ? tokens.at(-1) : undefined;
  if (number?.kind === 'word' && /^#?\d+$/u.test(number.text)) {
    const written = wording(tokens);
    const reason = `“${written}” can be a position or a name; say which`;
    return trouble(written, reason, `the ${ordinal(number.text)} ${wording(tokens.slice(0, -1))}`);
  }
  const before = noun === last;
  const beside = before ? tokens.slice(0, -noun.words) : tokens.slice(noun.words);
  const spoken = before ? tokens.slice(-noun.words) : tokens.slice(0, noun.words);
  const vague = noun.noun.kind === 'message' ? vagueMessage({ spoken, beside, before, article }) : undefined;
  if (vague !== undefined) return vague;
  const name = before ? beside : withoutNaming(beside);
  return withKind(noun.noun.kind, readName(name, true), name);
}

function readNameless(
  noun: Noun,
  written: string,
  implied: Implied,
  { article, positioned }: { readonly article: boolean; readonly positioned: boolean },
): Outcome<Pick<Target, 'kind' | 'name'>> {
  if (noun.plural && implied.several !== true) {
    return trouble(written, 'several are named where one is meant; say how many, or name one');
  }
  const vague = noun.kind === 'text' || noun.kind === 'message';
  const enough = !vague && (article || positioned || implied.several === true || NAMELESS.has(noun.kind));
  return enough
    ? understood({ kind: noun.kind })
    : trouble(written, `“${written}” alone does not say which one; name it`, `${article ? 'the ' : ''}${written} "…"`);
}

function withKind(
  kind: ElementKind,
  name: Outcome<PageText>,
  tokens: readonly Token[],
): Outcome<Pick<Target, 'kind' | 'name'>> {
  if (!name.ok) return name;
  const { value } = name.value;
  if (SAYING.has(kind) || selectorIn(value) === undefined) return understood({ kind, name: name.value });
  const reason = `${quote(value)} looks like a selector; name what a person sees there, or say “the text ${quote(value)}” for these very words`;
  return locate(tokens, trouble(value, reason, '"…"'));
}

function ordinal(digits: string): string {
  const number = Math.max(Number(digits.replace('#', '')), 1);
  const ending = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}
