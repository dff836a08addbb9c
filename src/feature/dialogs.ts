import { nativeDialog } from './beyond-page.ts';
import { ARTICLES } from './lexicon.ts';
import { doing, type Form, form, type Meaning, type Slots, using } from './meaning.ts';
import type { Assertion, ElementKind, Interaction, Target } from './step.ts';
import { readTarget } from './target.ts';
import { isOneOf, render, type Token, wording } from './token.ts';
import { type Outcome, readValue, trouble, understood } from './wording.ts';

const TEXTS: ReadonlySet<ElementKind> = new Set(['any', 'text', 'message']);

/** What a button of a dialog of the browser does, by the name that people give it; undefined for any other name. */
export function dialogButton(name: string): 'accept' | 'dismiss' | undefined {
  const plain = name.toLowerCase();
  if (plain === 'ok' || plain === 'okay') return 'accept';
  return plain === 'cancel' ? 'dismiss' : undefined;
}

/** Reads tokens as a dialog that the browser itself shows, or may show. */
function readDialog(tokens: readonly Token[], sentence: string): Outcome<Target> {
  // Without an article these are rather the words of a button, as in “I see Save and Cancel alert”.
  if (!isOneOf(tokens[0], ARTICLES)) return trouble(sentence, `“${sentence}” is no step that is known here`);
  const bare = tokens.slice(1);
  const native = nativeDialog(bare);
  if (native !== undefined) return understood(native);
  if (bare.length === 1 && bare[0]?.lower === 'confirmation') return understood({ kind: 'browser-dialog' });
  const target = readTarget(tokens);
  if (target.ok && (target.value.kind === 'alert' || target.value.kind === 'browser-dialog')) return target;
  if (target.ok && target.value.kind === 'dialog') {
    const reason = `a dialog of the page is answered by its buttons: say which one is clicked; one of the browser is “the browser dialog”`;
    return trouble(render(tokens), reason, `click "…" in ${render(tokens)}`);
  }
  return trouble(sentence, `“${sentence}” is no step that is known here`);
}

function answer(how: 'accept' | 'dismiss', verb: string): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const tokens = slots('dialog');
    return using(readDialog(tokens, `${verb} ${wording(tokens)}`), (target) =>
      doing({ kind: 'answer', target, answer: how }),
    );
  };
}

function answerWith(slots: Slots): Outcome<Meaning> {
  const tokens = slots('dialog');
  return using(readDialog(tokens, `answer ${wording(tokens)}`), (target) =>
    using(readValue(slots('value')), ({ value }) =>
      doing({ kind: 'answer', target: { ...target, kind: 'browser-dialog' }, answer: 'accept', entered: value }),
    ),
  );
}

/** Every sentence form by which a dialog of the browser is answered. */
export const DIALOG_ANSWERS: readonly Form[] = [
  form('accept|accepts|accepted|accepting {dialog}', answer('accept', 'accept')),
  form('confirm|acknowledge {dialog}', answer('accept', 'confirm')),
  form('dismiss|dismisses|dismissed|dismissing {dialog}', answer('dismiss', 'dismiss')),
  form('cancel|cancels {dialog}', answer('dismiss', 'cancel')),
  form('close {dialog}', answer('dismiss', 'close')),
  form('answer|answers|answered {dialog} with {value}', answerWith),
];

/** Refuses what a dialog of the browser does not have: it has a text, OK and Cancel, and a prompt takes a text. */
export function ofBrowserDialog(meaning: Meaning): Outcome<Meaning> {
  if (meaning.type === 'at') return understood(meaning);
  const about: Assertion | Interaction = meaning.type === 'assertion' ? meaning.assertion : meaning.interaction;
  const target = 'target' in about ? about.target : undefined;
  if (target === undefined || !concerns(target)) return understood(meaning);
  if (about.kind === 'state' && target.kind === 'browser-dialog') {
    const kind = about.state === 'visible' ? 'see' : about.state === 'hidden' ? 'not-see' : undefined;
    if (kind !== undefined) return understood({ type: 'assertion', assertion: { kind, target } });
  }
  if (isKnown(about, target)) return understood(meaning);
  const reason = 'a dialog of the browser has a text, OK and Cancel, and nothing else';
  return trouble(target.name?.value ?? 'dialog', reason, 'click "OK" in the browser dialog');
}

function concerns(target: Target): boolean {
  return target.kind === 'browser-dialog' || (target.within !== undefined && concerns(target.within));
}

function isKnown(about: Assertion | Interaction, target: Target): boolean {
  if (target.kind === 'browser-dialog') return ['see', 'not-see', 'text', 'fill', 'answer'].includes(about.kind);
  if (target.within?.kind !== 'browser-dialog') return false;
  if (about.kind === 'click') return dialogButton(target.name?.value ?? '') !== undefined;
  return (about.kind === 'see' || about.kind === 'not-see') && TEXTS.has(target.kind) && target.name !== undefined;
}
