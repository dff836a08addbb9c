import { expecting, type Form, form, type Meaning, type Slots, using } from './meaning.ts';
import { readPlace } from './slots.ts';
import type { Comparison } from './step.ts';
import { isOneOf, render, type Token, word, wording } from './token.ts';
import { locate, type Outcome, readValue, trouble, understood } from './wording.ts';

const URL_WORDS = '[the] [current] [page] url|address|path';
const TITLE_WORDS = '[the] [page|browser|tab|document] title';

const STATUS_WORDS = new Set(['the', 'a', 'http', 'response', 'status', 'code']);
/** What a number such as 404 stands before, as in "a 404 page". */
const ANSWERS = new Set(['page', 'error', 'response']);
const PAGE_ANSWERS = '[the] page|site [should|must|will] answer|answers|answered|respond|responds|return';

/** The verbs by which texts are compared. */
export const COMPARISONS: readonly (readonly [verb: string, comparison: Comparison])[] = [
  ['is|equal|=|==', 'is'],
  ['contain|include', 'contains'],
  ['start|begin with', 'starts-with'],
  ['end with|in', 'ends-with'],
];

function url(comparison: Comparison, negated: boolean): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const tokens = slots('value');
    const value = comparison === 'is' ? readPlace(tokens) : readFragment(tokens);
    return using(locate(tokens, value), (found) => expectUrl(comparison, found, negated));
  };
}

function expectUrl(comparison: Comparison, value: string, negated: boolean): Outcome<Meaning> {
  return expecting(negated ? { kind: 'url', comparison, value, negated } : { kind: 'url', comparison, value });
}

function readFragment(tokens: readonly Token[]): Outcome<string> {
  const [only] = tokens;
  return tokens.length === 1 && only !== undefined && only.text !== ''
    ? understood(only.text)
    : trouble(wording(tokens), 'a part of a URL is one word, or stands in quotes', '"…"');
}

function title(comparison: Comparison): (slots: Slots) => Outcome<Meaning> {
  return (slots) => using(readValue(slots('text')), (text) => expecting({ kind: 'title', comparison, text }));
}

function at(meant: (location: string) => Outcome<Meaning>): (slots: Slots) => Outcome<Meaning> {
  return (slots) => using(locate(slots('place'), readPlace(slots('place'))), meant);
}

/** The HTTP status that tokens such as "status 404" or "a 404 page" name; undefined for anything else. */
export function readStatus(tokens: readonly Token[]): number | undefined {
  const words = tokens.filter((token) => !STATUS_WORDS.has(token.lower));
  const [only, noun] = words;
  const isStatus = words.length === 1 && tokens.some((token) => token.lower === 'status') && only?.kind === 'word';
  const isAnswer = words.length === 2 && only?.kind === 'word' && isOneOf(noun, ANSWERS);
  return (isStatus && /^[1-5]\d\d$/u.test(only.text)) || (isAnswer && /^[45]\d\d$/u.test(only.text))
    ? Number(only.text)
    : undefined;
}

function status(slots: Slots): Outcome<Meaning> {
  const code = readStatus([word('status', 1), ...slots('status')]);
  if (code !== undefined) return expecting({ kind: 'status', status: code });
  return trouble(wording(slots('status')), 'a status is a number such as 404');
}

/** "the status is 404"; any other status is one of the page's own. */
function plainStatus(slots: Slots): Outcome<Meaning> {
  const reading = status(slots);
  if (reading.ok) return reading;
  const proposal = `the "status" field is ${render(slots('status'))}`;
  return trouble('status', 'say what “status” is: a field, heading, row, list, dialog …', proposal);
}

/** Every sentence form that expects something of the page as a whole: its address, its title and what it was answered with. */
export const PAGE_ASSERTIONS: readonly Form[] = [
  ...COMPARISONS.flatMap(([verb, comparison]) => [
    form(`${URL_WORDS} ${verb} {value}`, url(comparison, false)),
    form(`${TITLE_WORDS} ${verb} {text}`, title(comparison)),
    form(`[the] title of the page ${verb} {text}`, title(comparison)),
  ]),
  form(`${URL_WORDS} is not {value}`, url('is', true)),
  form(`${URL_WORDS} not contain|include {value}`, url('contains', true)),
  form(`${URL_WORDS} not end with {value}`, url('ends-with', true)),
  form(`${URL_WORDS} not start|begin with {value}`, url('starts-with', true)),
  form('[the] page have [the|a] title {text}', title('is')),
  form('[the] page is titled {text}', title('is')),
  form(`${PAGE_ANSWERS} [with] [the|a] [http] [status] [code] {status}`, status),
  form('[the] http|response status [code] is {status}', status),
  form('[the] status code is {status}', status),
  form('[the] status is {status}', plainStatus),
  form(
    'is on|at {place}',
    at((location) => understood({ type: 'at', location })),
  ),
  form(
    'is not on|at {place}',
    at((place) => expectUrl('is', place, true)),
  ),
  form(
    'is redirected|taken|sent|forwarded|brought|led to {place}',
    at((place) => expectUrl('is', place, false)),
  ),
  form(
    'land on|at {place}',
    at((place) => expectUrl('is', place, false)),
  ),
];
