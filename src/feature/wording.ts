import { ARTICLES, CONDITIONS, STAND_INS } from './lexicon.ts';
import type { PageText } from './step.ts';
import { quote, type Token, wording } from './token.ts';
import { isVerb } from './verbs.ts';

/** What could not be read, why, and what to write in its place. */
export interface Trouble {
  readonly part: string;
  readonly reason: string;
  readonly proposal?: string;
  /** The tokens that the proposal would stand in place of. */
  readonly at?: readonly Token[];
  /** Whether the proposal leaves out on purpose what cannot be said besides it. */
  readonly chooses?: boolean;
}

/** A reading that came out, or the trouble with it. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly trouble: Trouble };

/** Wraps a reading that came out. */
export function understood<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Wraps the trouble with a reading. */
export function trouble(part: string, reason: string, proposal?: string): { ok: false; trouble: Trouble } {
  return { ok: false, trouble: proposal === undefined ? { part, reason } : { part, reason, proposal } };
}

/** Says which tokens a proposal would replace, where the trouble does not say so yet. */
export function locate<T>(tokens: readonly Token[], outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok || outcome.trouble.at !== undefined || tokens.length === 0) return outcome;
  return { ok: false, trouble: { ...outcome.trouble, at: tokens } };
}

const MAX_NAME_WORDS = 6;
const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const FUNCTION_WORDS = set(
  'when whenever once after before because since so which who whose where with without using via through than as from ' +
    'into onto over under above below between during except for about at by per not no never nor neither is are was ' +
    'were be has have does do should must can will would could my your our his all each every any some many several ' +
    'both other another same twice again quickly immediately instantly correctly properly successfully automatically ' +
    'visible hidden enabled disabled checked unchecked shown displayed focused empty blank nice good better best ' +
    'beautiful pretty fast faster quick slow correct right wrong proper valid invalid working works big small large ' +
    'red green blue yellow new old corresponding respective relevant appropriate successful',
);
const VERBS_BEFORE_TO = set('add back return welcome subscribe skip reply move switch');
const DESCRIPTIONS = set(
  'a an the some any my your his her their our valid invalid wrong correct random existing text something anything ' +
    'value values data details credentials password email username name nothing empty blank',
);

/** Reads tokens as the name of a thing: one quoted piece, or plain words that cannot be anything else. */
export function readName(tokens: readonly Token[], described: boolean): Outcome<PageText> {
  return locate(tokens, nameOf(tokens, described));
}

function nameOf(tokens: readonly Token[], described: boolean): Outcome<PageText> {
  const [first] = tokens;
  if (first?.kind === 'quoted' && tokens.length === 1) {
    if (first.text.trim() === '') return trouble(first.raw, 'a name cannot be empty');
    return understood({ value: first.text, exact: true });
  }
  const problem = problemOf(tokens) ?? problemOfName(tokens, described);
  return problem === undefined ? understood({ value: wording(tokens), exact: false }) : { ok: false, trouble: problem };
}

/** Reads tokens as a value to enter: one quoted piece, a single word, or words that are plainly a name. */
export function readValue(tokens: readonly Token[]): Outcome<PageText> {
  return locate(tokens, valueOf(tokens));
}

function valueOf(tokens: readonly Token[]): Outcome<PageText> {
  const [first] = tokens;
  if (first?.kind === 'quoted' && tokens.length === 1) return understood({ value: first.text, exact: true });
  const problem = problemOf(tokens);
  if (problem !== undefined) return { ok: false, trouble: problem };
  const written = wording(tokens);
  if (tokens.some((token) => DESCRIPTIONS.has(token.text))) {
    return trouble(written, `“${written}” describes a value; write the value itself, in quotes`, '"…"');
  }
  if (tokens.length > 1 && tokens.some((token) => /^\p{Ll}/u.test(token.text))) {
    return trouble(written, 'a value of several words needs quotes', quote(written));
  }
  return understood({ value: written, exact: false });
}

function problemOf(tokens: readonly Token[]): Trouble | undefined {
  const quotedPiece = tokens.find((token) => token.kind === 'quoted');
  if (tokens.length === 0) return { part: '', reason: 'something is missing here', proposal: '"…"' };
  const or = tokens.findIndex((token) => token.lower === 'or');
  if (or !== -1) {
    const before = tokens.slice(0, or);
    const one = before.length === 1 && before[0]?.kind === 'quoted' ? before[0].raw : quote(wording(before) || '…');
    const reason = 'a test does one thing: choose one of the alternatives';
    return { part: wording(tokens), reason, proposal: one, chooses: true };
  }
  if (quotedPiece !== undefined) {
    const around = wording(tokens.filter((token) => token !== quotedPiece));
    const reason = `“${around}” beside the quotes was not understood`;
    // "Username as "admin"" is not "admin" alone.
    const related = tokens.some((token) => token.lower === 'as');
    return related ? { part: around, reason } : { part: around, reason, proposal: quotedPiece.raw };
  }
  const stray = tokens.find((token) => token.kind === 'word' && /["“”„«»`]|^'|\p{L},\p{L}/u.test(token.raw));
  if (stray !== undefined) {
    return { part: stray.raw, reason: 'the quotes or commas here do not fit together' };
  }
  const mark = tokens.find((token) => token.kind === 'mark' || token.lower === 'and' || token.lower === '&');
  if (mark !== undefined) {
    const whole = tokens.map((token, index) => (index === 0 ? '' : token.gap) + token.raw).join('');
    return {
      part: whole.trim(),
      reason: `“${mark.raw}” can belong to a name or join two steps; a name with it needs quotes`,
      proposal: quote(whole.trim()),
    };
  }
  return undefined;
}

function problemOfName(tokens: readonly Token[], described: boolean): Trouble | undefined {
  if (tokens.every((token) => STAND_INS.has(token.lower))) {
    const written = wording(tokens);
    return { part: written, reason: `“${written}” does not say which; name it`, proposal: '"…"' };
  }
  const end = tokens.findIndex(isGrammar);
  const strange = tokens[end];
  if (strange !== undefined) {
    const written = wording(tokens);
    return {
      part: written,
      reason: `“${strange.raw || strange.lower}” is not read as part of a name; quote the whole name`,
      proposal: quote(end > 0 && end === tokens.length - 1 ? wording(tokens.slice(0, end)) : written),
    };
  }
  const misread = misreadName(tokens, described);
  return misread === undefined ? undefined : { part: wording(tokens), ...misread };
}

/** Why words that each may belong to a name are none together, and what to write instead; undefined where they are one. */
function misreadName(
  tokens: readonly Token[],
  described: boolean,
): { readonly reason: string; readonly proposal: string } | undefined {
  const [first, second] = tokens;
  if (tokens.length > MAX_NAME_WORDS) {
    const reason = `a name of ${tokens.length} words needs quotes; without them it has ${MAX_NAME_WORDS} at most`;
    return { reason, proposal: quote(wording(tokens)) };
  }
  if (described) return undefined;
  if (['url', 'title', 'path', 'address'].includes(first?.lower ?? '')) {
    const what = first?.lower ?? '';
    return {
      reason: `what about the ${what}? say “is”, “contains” or “ends with”`,
      proposal: `the ${what} is ${tokens.length === 2 ? (second?.raw ?? '') : '"…"'}`,
    };
  }
  if (!/^\p{Ll}/u.test(first?.text ?? '')) return undefined;
  const reason = 'this may be a description; quote what stands on the page, or say what it is';
  return { reason, proposal: quote(wording(tokens)) };
}

function isGrammar(token: Token, index: number, all: readonly Token[]): boolean {
  const asWritten = token.text === token.text.toUpperCase() && token.text.length > 1 ? token.lower : token.text;
  const last = index === all.length - 1;
  const before = all[index - 1]?.lower ?? '';
  if (asWritten === 'to') return last || index !== 1 || !VERBS_BEFORE_TO.has(before);
  if (asWritten === 'in' || asWritten === 'on') return !last || index === 0;
  if (asWritten === 'of') return last || index === 0 || !/^\P{Ll}/u.test(all[index + 1]?.text ?? '');
  if (ARTICLES.has(asWritten) || FUNCTION_WORDS.has(asWritten) || CONDITIONS.has(asWritten)) return true;
  if (token.text === '' || STAND_INS.has(asWritten)) return true;
  return index > 0 && asWritten === token.text && isVerb(asWritten);
}
