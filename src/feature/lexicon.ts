import type { ElementKind } from './step.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that carry no meaning before a name. */
export const ARTICLES = set('the a an');
/** Words that join clauses. */
export const CONNECTORS = set(', and & then but');
/** Words that may begin a clause and are dropped. */
export const OPENERS = set('and then but also & given please kindly');
/** Words that are dropped at the beginning only where a comma, a subject or a verb follows. */
export const SEQUENCE_WORDS = set(
  'first second third next finally lastly afterwards afterward now secondly thirdly again',
);
/** Words that begin a clause which is done before the rest of its sentence. */
export const TIMES = set('when once after by upon whenever');
/** Words that make a sentence conditional. */
export const CONDITIONS = set('if unless whether provided otherwise else until while depending assuming');
/** Persons, as subjects of a sentence. */
export const PRONOUNS = set('i we you he she they one');
/** Nouns that name the person in front of the browser and nothing about it. */
export const PERSONS = set('user users visitor visitors customer customers shopper person tester reader');
/** Auxiliaries that do not change what is done or expected. */
export const MODALS = set('should must shall will can do does did');
/** Forms of "to be" and what is read like it. */
export const COPULAS = set('is am are be was were been being become becomes became remain remains stay stays gets get');
/** Adverbs between an auxiliary and its verb that are dropped. */
export const FILLERS = set('also then now still please');
/** Words that begin a limit to a part of the page. */
export const INSIDE = set('in within inside on of');
/** Words that stand for something named elsewhere. */
export const STAND_INS = set(
  'it them this that these those one ones something anything everything nothing here there him her its their',
);

/** Numbers as words. */
export const NUMBERS: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'.split(' ').map((word, value) => [word, value]),
);

/** Positions as words: 1 is the first, -1 the last. */
export const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...'first second third fourth fifth sixth seventh eighth ninth tenth'
    .split(' ')
    .map((word, index): [string, number] => [word, index + 1]),
  ['last', -1],
]);

const NOUNS: Readonly<Record<Exclude<ElementKind, 'any' | 'error' | 'frame'>, string>> = {
  text: 'text|phrase|words',
  message:
    'message|error message|validation message|validation error|success message|warning message|confirmation message|info message|error|warning|notification|toast|notice',
  heading: 'heading|headline',
  button: 'button',
  link: 'link|hyperlink',
  field:
    'field|input|input field|text field|textfield|text box|textbox|textarea|text area|input box|box|dropdown|drop-down|dropdown list|dropdown menu|drop-down list|drop-down menu|combobox|combo box|select|select box|file input|file field',
  checkbox: 'checkbox|check box|tickbox|tick box',
  radio: 'radio|radio button|radio option',
  option: 'option',
  list: 'list',
  item: 'item|list item',
  row: 'row|table row',
  table: 'table',
  cell: 'cell|table cell',
  image: 'image|picture|photo',
  dialog: 'dialog|dialogue|dialog box|modal|modal dialog|popup|pop-up',
  alert: 'alert',
  'browser-dialog':
    'browser dialog|native dialog|javascript dialog|js dialog|browser alert|native alert|javascript alert|js alert|browser prompt|native prompt|javascript prompt|js prompt|browser confirm|native confirm|javascript confirm|js confirm',
  tab: 'tab',
  menu: 'menu',
  menuitem: 'menu item|menu entry',
  region: 'region|section',
  navigation: 'navigation|nav|navigation bar|navbar|navigation menu',
  form: 'form',
};

const PLURALS: Readonly<Record<string, string>> = {
  'check box': 'check boxes',
  'text box': 'text boxes',
  textbox: 'textboxes',
  checkbox: 'checkboxes',
  box: 'boxes',
  tickbox: 'tickboxes',
  entry: 'entries',
  'menu entry': 'menu entries',
  text: 'texts',
};

/** A noun of the language: the kind it names, and whether it names several. */
export interface Noun {
  readonly kind: ElementKind;
  readonly plural: boolean;
}

/** Nouns of one to three words in lower case. */
export const KIND_NOUNS: ReadonlyMap<string, Noun> = new Map(
  Object.entries(NOUNS).flatMap(([kind, nouns]) =>
    nouns.split('|').flatMap((noun): [string, Noun][] => [
      [noun, { kind: kind as ElementKind, plural: false }],
      [PLURALS[noun] ?? `${noun}s`, { kind: kind as ElementKind, plural: true }],
    ]),
  ),
);

/** Kinds that can be meant without a name, because a page mostly has one of them. */
export const NAMELESS: ReadonlySet<ElementKind> = new Set([
  'heading',
  'list',
  'table',
  'dialog',
  'alert',
  'browser-dialog',
  'menu',
  'navigation',
  'form',
  'image',
]);
