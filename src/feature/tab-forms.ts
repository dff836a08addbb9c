import { doing, type Form, form, type Meaning } from './meaning.ts';
import type { Tab } from './step.ts';
import { type Outcome, understood } from './wording.ts';

const GO = 'switch|switches|switched|go|navigate|return|change';

/** The step that goes on in a tab. */
export function goingOnIn(tab: Tab): Meaning {
  return { type: 'interaction', interaction: { kind: 'switch-tab', tab } };
}

const goTo = (tab: Tab) => (): Outcome<Meaning> => understood(goingOnIn(tab));
const close = (): Outcome<Meaning> => doing({ kind: 'close-tab' });

/** Every sentence form that is about the tabs of the browser. */
export const TAB_FORMS: readonly Form[] = [
  form(`${GO} [back] to [the] new [browser] tab|window`, goTo('new')),
  form(`${GO} [back] to [the] first|original|previous|old|main [browser] tab|window`, goTo('first')),
  form('[a|the] new [browser] tab|window open|appear', goTo('new')),
  form('[a|the] new [browser] tab|window is opened|shown|open', goTo('new')),
  form('see [a|the] new [browser] tab|window', goTo('new')),
  form('close [the|this] [new] [browser] tab|window', close),
];
