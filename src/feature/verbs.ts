/** The verbs of the language: base form, then the other forms that people write. */
const FORMS = [
  'go goes went going',
  'open opens opened opening',
  'visit visits visited visiting',
  'navigate navigates navigated navigating',
  'browse browses browsed browsing',
  'load loads loaded loading',
  'return returns returned returning',
  'reload reloads reloaded reloading',
  'refresh refreshes refreshed refreshing',
  'click clicks clicked clicking',
  'double-click double-clicks double-clicked double-clicking',
  'doubleclick doubleclicks doubleclicked doubleclicking',
  'tap taps tapped tapping',
  'press presses pressed pressing',
  'push pushes pushed pushing',
  'hit hits hitting',
  'follow follows followed following',
  'hover hovers hovered hovering',
  'move moves moved moving',
  'enter enters entered entering',
  'type types typed typing',
  'input inputs inputted inputting',
  'write writes wrote writing written',
  'put puts putting',
  'insert inserts inserted inserting',
  'fill fills filled filling',
  'set sets setting',
  'change changes changed changing',
  'leave leaves left leaving',
  'clear clears cleared clearing',
  'empty empties emptied emptying',
  'select selects selected selecting',
  'choose chooses chose choosing chosen',
  'pick picks picked picking',
  'check checks checked checking',
  'tick ticks ticked ticking',
  'mark marks marked marking',
  'uncheck unchecks unchecked unchecking',
  'untick unticks unticked unticking',
  'deselect deselects deselected deselecting',
  'upload uploads uploaded uploading',
  'attach attaches attached attaching',
  'add adds added adding',
  'see sees saw seeing seen',
  'find finds found finding',
  'notice notices noticed noticing',
  'contain contains contained containing',
  'include includes included including',
  'show shows showed showing',
  'display displays displaying',
  'say says said saying',
  'read reads reading',
  'have has had having',
  'appear appears appeared appearing',
  'disappear disappears disappeared disappearing',
  'exist exists existed existing',
  'equal equals equalled equaled',
  'match matches matched',
  'start starts started starting',
  'begin begins began beginning',
  'end ends ended ending',
  'land lands landed landing',
  'close closes closed closing',
  'expect expects expected expecting',
  'verify verifies verified verifying',
  'ensure ensures ensured ensuring',
  'assert asserts asserted asserting',
  'confirm confirms confirmed confirming',
  'make makes made making',
];

const BASE = new Map(FORMS.flatMap((forms) => forms.split(' ').map((form) => [form, forms.split(' ')[0] ?? form])));

/** The base form of a verb the language knows, else undefined. */
export function baseForm(lower: string): string | undefined {
  return BASE.get(lower);
}

/** Whether the word is a form of a verb the language knows. */
export function isVerb(lower: string): boolean {
  return BASE.has(lower);
}

/** Beginnings of predicates whose verb is too common in names to be told from them without its next word. */
export const PHRASAL: readonly string[] = [
  ...[
    'accept',
    'accepts',
    'accepted',
    'dismiss',
    'dismisses',
    'dismissed',
    'cancel',
    'cancels',
    'answer',
    'answers',
  ].flatMap((verb) => [`${verb} the`, `${verb} a`]),
  ...['switch', 'switches', 'switched'].flatMap((verb) => [`${verb} to`, `${verb} back`]),
];
