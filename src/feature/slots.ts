import { ARTICLES, NUMBERS } from './lexicon.ts';
import { readKey } from './keys.ts';
import type { CountComparison, ElementState, Target } from './step.ts';
import { readTarget } from './target.ts';
import { isOneOf, quote, type Token, wording } from './token.ts';
import { type Outcome, readName, trouble, understood } from './wording.ts';

const HOME_PAGES = new Set(
  'home|homepage|home page|start page|landing page|main page|root|root page|front page'.split('|'),
);
const PLACE_NOUNS = new Set(['page', 'url', 'address', 'path', 'site', 'website']);

/** Reads tokens as a place to open: a path that begins with /, an http(s) address, or the home page. */
export function readPlace(tokens: readonly Token[]): Outcome<string> {
  const bare = isOneOf(tokens[0], ARTICLES) ? tokens.slice(1) : tokens;
  const words = bare.map((token) => token.lower).join(' ');
  if (HOME_PAGES.has(words)) return understood('/');
  const atEnd = bare.length === 2 && isOneOf(bare[1], PLACE_NOUNS);
  const [place, ...others] = !atEnd && isOneOf(bare[0], PLACE_NOUNS) ? bare.slice(1) : atEnd ? bare.slice(0, 1) : bare;
  const written = wording(tokens);
  if (place === undefined) return trouble(written, 'it does not say which page', '/…');
  if (others.length === 0 && /^\/(?!\/)\S*$/u.test(place.text)) return understood(place.text);
  if (others.length === 0 && isWebAddress(place.text)) return understood(place.text);
  const host = bare.find((token) => /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[:/]\S*)?$/iu.test(token.text))?.text;
  const path =
    host !== undefined
      ? `https://${host}`
      : bare.find((token) => token.text.startsWith('/') && token.text.length > 1)?.text;
  const slug = bare.filter((token) => !isOneOf(token, PLACE_NOUNS) && !isOneOf(token, ARTICLES));
  const proposal =
    path ??
    `/${
      wording(slug)
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, '-') || '…'
    }`;
  return trouble(written, 'a page is named by its path, which begins with /, or by its http(s) address', proposal);
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//iu.test(text) && URL.canParse(text);
}

/** Reads tokens as a key or a combination of keys in Playwright's spelling. */
export function readKeySlot(tokens: readonly Token[]): Outcome<string> {
  const written = wording(tokens);
  const [only] = tokens;
  if (only?.kind === 'quoted' && tokens.length === 1 && /^[\p{L}\p{N}]$/u.test(only.text)) return understood(only.text);
  const key = readKey(tokens.map((token) => token.text).join(' '));
  return key === undefined ? trouble(written, `“${written}” is no key that is known here`, 'Enter') : understood(key);
}

/** Reads tokens as a file below the project's root. */
export function readFile(tokens: readonly Token[]): Outcome<string> {
  const name = readName(tokens, true);
  if (!name.ok) return name;
  const path = name.value.value;
  if (/^(?:[/\\~]|[a-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/iu.test(path)) {
    const inside = path.split(/[/\\]/u).at(-1) ?? '';
    return trouble(
      path,
      'a file is named by its path below the project',
      quote(inside === '..' || inside === '' ? '…' : inside),
    );
  }
  return name.value.exact || /\.\p{L}/u.test(path)
    ? understood(path)
    : trouble(path, 'this does not name a file', quote(`${path}.txt`));
}

const STATES: ReadonlyMap<string, readonly [is: ElementState, isNot: ElementState]> = new Map([
  ['visible', ['visible', 'hidden']],
  ['hidden', ['hidden', 'visible']],
  ['invisible', ['hidden', 'visible']],
  ['enabled', ['enabled', 'disabled']],
  ['disabled', ['disabled', 'enabled']],
  ['checked', ['checked', 'unchecked']],
  ['ticked', ['checked', 'unchecked']],
  ['selected', ['checked', 'unchecked']],
  ['unchecked', ['unchecked', 'checked']],
  ['unticked', ['unchecked', 'checked']],
  ['focused', ['focused', 'unfocused']],
  ['focussed', ['focused', 'unfocused']],
  ['in focus', ['focused', 'unfocused']],
  ['empty', ['empty', 'filled']],
  ['blank', ['empty', 'filled']],
]);

/** Reads tokens as a state of an element. */
export function readState(tokens: readonly Token[], negated: boolean): Outcome<ElementState> {
  const written = wording(tokens);
  const [is, isNot] = STATES.get(written.toLowerCase()) ?? [];
  const state = negated ? isNot : is;
  if (state !== undefined) return understood(state);
  const reason = `“${written}” is no state that a page shows; known are visible, hidden, enabled, disabled, checked, empty, focused`;
  return trouble(written, reason);
}

/** How many of something are expected. */
export interface Count {
  readonly target: Target;
  readonly comparison: CountComparison;
  readonly count: number;
}

const QUANTIFIERS: readonly (readonly [words: string, comparison: CountComparison, add: number])[] = [
  ['exactly', 'exactly', 0],
  ['only', 'exactly', 0],
  ['just', 'exactly', 0],
  ['at least', 'at-least', 0],
  ['at most', 'at-most', 0],
  ['not more than', 'at-most', 0],
  ['no more than', 'at-most', 0],
  ['no fewer than', 'at-least', 0],
  ['no less than', 'at-least', 0],
  ['more than', 'at-least', 1],
  ['fewer than', 'at-most', -1],
  ['less than', 'at-most', -1],
  ['', 'exactly', 0],
];

/** Reads tokens as a number of elements; undefined where they do not begin like one. */
export function readCount(tokens: readonly Token[]): Outcome<Count> | undefined {
  const start = tokens.map((token) => token.lower || token.text).join(' ');
  const [words, comparison, add] = QUANTIFIERS.find(([w]) => w === '' || start.startsWith(`${w} `)) ?? [
    '',
    'exactly',
    0,
  ];
  const rest = tokens.slice(words === '' ? 0 : words.split(' ').length);
  const number = rest[0] === undefined ? undefined : readNumber(rest[0]);
  if (number === undefined || number + add < 0) return undefined;
  const target = readTarget(rest.slice(1), { several: true });
  if (!target.ok) return trouble(target.trouble.part, target.trouble.reason, `${number} items`);
  const { kind, name, position } = target.value;
  if ((kind === 'any' && name?.exact !== true) || position !== undefined) {
    const reason = 'only buttons, links, rows, items and other kinds of elements can be counted, or a quoted text';
    return trouble(wording(rest.slice(1)), reason, `${number} items`);
  }
  return understood({ target: target.value, comparison, count: number + add });
}

function readNumber(token: Token): number | undefined {
  if (token.kind === 'quoted' && token.cell !== true) return undefined;
  return /^\d{1,6}$/u.test(token.text) ? Number(token.text) : NUMBERS.get(token.text.toLowerCase());
}
