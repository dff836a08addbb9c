import { ARTICLES } from './lexicon.ts';
import { withoutNaming } from './naming.ts';
import { nounAtStart } from './nouns.ts';
import type { ElementKind, PageText, Target } from './step.ts';
import { isOneOf, quote, type Token, wording } from './token.ts';
import { type Outcome, trouble, understood } from './wording.ts';

const ERRORS = new Set(
  ['error', 'error message', 'validation error', 'validation message'].flatMap((noun) => [noun, `${noun}s`]),
);
/** What says that an error is one of a field. */
const FOR = new Set(['for', 'concerning', 'regarding', 'under', 'below', 'beneath', 'beside', 'near', 'above']);
/** What may part an error from its field, and as well from a part of the page: the field has to be called one. */
const AT = new Set(['at', 'on', 'in', 'by']);
const DETERMINERS = new Set([...ARTICLES, 'any']);
const FIELDS: ReadonlySet<ElementKind> = new Set(['field', 'checkbox', 'radio']);

type ReadTarget = (tokens: readonly Token[], implied?: { readonly kind?: ElementKind }) => Outcome<Target>;

/** Whether tokens are a noun for what tells of something wrong. */
export function isErrorNoun(tokens: readonly Token[]): boolean {
  return ERRORS.has(tokens.map((token) => token.lower).join(' '));
}

/**
 * Reads "an error for Email" and "the error "is wrong" below the Email field" as the error of a field. Undefined where
 * no field is spoken of.
 */
export function errorOfField(tokens: readonly Token[], readTarget: ReadTarget): Outcome<Target> | undefined {
  const said = errorSaid(isOneOf(tokens[0], DETERMINERS) ? tokens.slice(1) : tokens);
  if (said === undefined) return undefined;
  const next = said.rest[0]?.lower === 'next' && said.rest[1]?.lower === 'to';
  const plain = isOneOf(said.rest[0], FOR);
  if (!plain && !next && !isOneOf(said.rest[0], AT)) return undefined;
  const place = said.rest.slice(next ? 2 : 1);
  const isQuote = place.length === 1 && place[0]?.kind === 'quoted';
  const field = readTarget(place, plain || isQuote ? { kind: 'field' } : {});
  if (!field.ok || !FIELDS.has(field.value.kind)) {
    if (!plain) return undefined;
    return trouble(wording(place), 'an error is told for a field; name the field', 'an error for the "…" field');
  }
  return understood({ kind: 'error', ...said.name, within: { ...field.value, kind: 'field' } });
}

interface Said {
  readonly name: { readonly name?: PageText };
  /** The tokens after the noun and the words of the error. */
  readonly rest: readonly Token[];
}

/** The words of an error before or after its noun; undefined where no error is spoken of. */
function errorSaid(tokens: readonly Token[]): Said | undefined {
  const before = tokens[0]?.kind === 'quoted' ? tokens.slice(0, 1) : [];
  const after = tokens.slice(before.length);
  const words = nounAtStart(after)?.words ?? 0;
  if (!isErrorNoun(after.slice(0, words))) return undefined;
  const rest = after.slice(words);
  const named = rest[0]?.lower === 'for' ? rest : withoutNaming(rest);
  const text = before[0] ?? (named[0]?.kind === 'quoted' ? named[0] : undefined);
  if (text === undefined) return { name: {}, rest };
  const name = { name: { value: text.text, exact: true } };
  return before[0] === undefined ? { name, rest: named.slice(1) } : { name, rest };
}

/** The words for a message, and those beside them, before or after. */
export interface MessageWords {
  readonly spoken: readonly Token[];
  readonly beside: readonly Token[];
  readonly before: boolean;
  readonly article: boolean;
}

/** Why words beside "message" or "error" do not say what it reads: they describe it, or say what it is about. */
export function vagueMessage({ spoken, beside, before, article }: MessageWords): Outcome<never> | undefined {
  const [first] = beside;
  if (first === undefined || first.kind === 'quoted' || (!before && first.lower !== 'for')) return undefined;
  const noun = wording(spoken);
  const written = wording(before ? [...beside, ...spoken] : [...spoken, ...beside]);
  const capital = /^\p{Lu}/u.test(first.text);
  const words = `${article ? 'the ' : ''}${noun} "…"`;
  if (before && isErrorNoun(spoken)) {
    const field = `an error for the ${quote(wording(beside))} field`;
    const reason = `“${written}” can be what an error says, or the error of a field; say “the ${noun} "…"” or “${field}”`;
    const proposal = capital ? field.slice(article ? 0 : 3) : words;
    return { ok: false, trouble: { part: written, reason, proposal, chooses: true } };
  }
  if (before && capital) return undefined;
  return trouble(written, `this does not say what the ${noun} reads; quote its words`, words);
}
