import { doing, type Form, form, type Meaning, type Slots } from './meaning.ts';
import type { Tab } from './step.ts';
import { wording } from './token.ts';
import { type Outcome, trouble, understood } from './wording.ts';

const GO = 'switch|switches|switched|go|navigate|return|change';

/** The step that goes on in a tab. */
export function goingOnIn(tab: Tab): Meaning {
  return { type: 'interaction', interaction: { kind: 'switch-tab', tab } };
}

/** Goes on in the tab that a slot names; with a capital its word is rather the name of a tab of the page. */
const goTo =
  (words: readonly string[], tab: Tab) =>
  (slots: Slots): Outcome<Meaning> => {
    const which = slots('which');
    const text = which[0]?.text ?? '';
    return which.length === 1 && words.includes(text)
      ? understood(goingOnIn(tab))
      : trouble(wording(which), 'it does not say which tab of the browser');
  };

const NEW = ['new'];
const FIRST = ['first', 'original', 'previous', 'old', 'main'];
const close = (): Outcome<Meaning> => doing({ kind: 'close-tab' });

/** Every sentence form that is about the tabs of the browser. */
export const TAB_FORMS: readonly Form[] = [
  form(`${GO} [back] to [the] {which} [browser] tab|window`, goTo(NEW, 'new')),
  form(`${GO} [back] to [the] {which} [browser] tab|window`, goTo(FIRST, 'first')),
  form('[a|the] {which} [browser] tab|window open|appear', goTo(NEW, 'new')),
  form('[a|the] {which} [browser] tab|window is opened|shown|open', goTo(NEW, 'new')),
  form('see [a|the] {which} [browser] tab|window', goTo(NEW, 'new')),
  form('close the|this [new] [browser] tab|window', close),
];
