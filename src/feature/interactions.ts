import { DIALOG_ANSWERS } from './dialogs.ts';
import { FILLINGS, readField, WRITE } from './filling.ts';
import { isOftenButton, readKey } from './keys.ts';
import { doing, type Form, form, type Meaning, type Slots, using } from './meaning.ts';
import { readFile, readKeySlot, readPlace } from './slots.ts';
import type { ElementKind } from './step.ts';
import { TAB_FORMS } from './tab-forms.ts';
import { readTarget } from './target.ts';
import { quote, render, type Token, wording } from './token.ts';
import { locate, type Outcome, trouble } from './wording.ts';

const CLICKED_WHEN_CHOSEN: ReadonlySet<ElementKind> = new Set(['tab', 'menuitem', 'link', 'button']);
const CHECKABLE: ReadonlySet<ElementKind> = new Set(['checkbox', 'radio', 'any']);

function open(slots: Slots): Outcome<Meaning> {
  const element = readTarget(slots('place'));
  if (element.ok && element.value.kind !== 'any' && element.value.name !== undefined) {
    const reason = 'this is not a page; say what is clicked to open it';
    return locate(slots('place'), trouble(wording(slots('place')), reason, 'click the "…" button'));
  }
  return using(locate(slots('place'), readPlace(slots('place'))), (location) => doing({ kind: 'open', location }));
}

function click(times: 1 | 2, kind?: ElementKind): (slots: Slots) => Outcome<Meaning> {
  const implied = kind === undefined ? { plainName: true } : { kind };
  return (slots) => using(readTarget(slots('target'), implied), (target) => doing({ kind: 'click', target, times }));
}

function pressOrClick(slots: Slots): Outcome<Meaning> {
  const tokens = slots('target');
  const written = wording(tokens);
  const reading = readTarget(tokens, { plainName: true });
  const [first, ...others] = tokens;
  if (!reading.ok && others.length > 0 && readKey(first?.text ?? '') !== undefined) {
    const beside = wording(others);
    return locate(tokens, trouble(beside, `“${beside}” beside the key was not understood`, first?.raw));
  }
  return using(reading, (target) => {
    const named = target.name?.value.toLowerCase() ?? '';
    if (target.kind === 'any' && target.name?.exact === false && /^[a-z]+\+\S+$/u.test(named)) {
      return trouble(named, `“${written}” is no combination of keys that is known here`);
    }
    if (target.kind === 'any' && named.endsWith(' key'))
      return trouble(named, `“${named}” is no key that is known here`);
    const key = target.kind === 'any' ? readKey(target.name?.value ?? '') : undefined;
    if (key === undefined || (target.name?.exact === true && isOftenButton(key))) {
      return doing({ kind: 'click', target, times: 1 });
    }
    const reason = `“${written}” can be a key or a button; say “the ${key} key” or “the ${key} button”`;
    return locate(tokens, trouble(written, reason, `the ${key} button`));
  });
}

function press(plain: boolean): (slots: Slots) => Outcome<Meaning> {
  return (slots) =>
    using(locate(slots('key'), readKeySlot(slots('key'))), (key) => {
      const written = wording(slots('key'));
      if (!plain && isOftenButton(key))
        return trouble(written, `“${written}” can be a key or a button`, `${written} key`);
      const field = slots('field');
      if (field.length === 0) return doing({ kind: 'press', key });
      return using(readField(field), (target) => doing({ kind: 'press', key, target }));
    });
}

function clear(slots: Slots): Outcome<Meaning> {
  return using(readTarget(slots('field'), { kind: 'field' }), (target) =>
    target.kind === 'checkbox' ? doing({ kind: 'uncheck', target }) : clearField(slots('field')),
  );
}

function clearField(tokens: readonly Token[]): Outcome<Meaning> {
  return using(readField(tokens), (target) => doing({ kind: 'clear', target }));
}

function choose(slots: Slots): Outcome<Meaning> {
  const tokens = slots('target');
  return using(readTarget(tokens), (target) => {
    if (CLICKED_WHEN_CHOSEN.has(target.kind)) return doing({ kind: 'click', target, times: 1 });
    if (target.kind === 'radio' || target.kind === 'checkbox') return doing({ kind: 'check', target });
    const proposal = `${quote(target.name?.value ?? '…')} from the "…" field`;
    return locate(tokens, trouble(wording(tokens), 'it does not say which field to choose from', proposal));
  });
}

function openElement(slots: Slots): Outcome<Meaning> {
  const tokens = slots('target');
  return using(readTarget(tokens), (target) => {
    if (target.kind === 'tab' || target.kind === 'link') return doing({ kind: 'click', target, times: 1 });
    return trouble(wording(tokens), 'only a page, a tab or a link can be opened; say what to click');
  });
}

function check(kind: 'check' | 'uncheck'): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const tokens = slots('target');
    const box = tokens.map((token) =>
      token.lower === 'box' ? { ...token, lower: 'checkbox', text: 'checkbox' } : token,
    );
    return using(readTarget(box, { plainName: true }), (target) => {
      if (CHECKABLE.has(target.kind)) {
        return doing({ kind, target: target.kind === 'any' ? { ...target, kind: 'checkbox' } : target });
      }
      const proposal = `${quote(target.name?.value ?? '…')} checkbox`;
      return locate(tokens, trouble(wording(tokens), 'only a checkbox can be checked', proposal));
    });
  };
}

function chooseFile(slots: Slots): Outcome<Meaning> {
  const [file, field] = fileFirst(slots('file'), slots('field'));
  return using(locate(file, readFile(file)), (path) =>
    using(readField(field), (target) => doing({ kind: 'choose-file', target, files: [path] })),
  );
}

/** "upload "photo.png" to Avatar" and "upload "Avatar" with "photo.png"": what ends like a file is the file. */
function fileFirst(one: readonly Token[], other: readonly Token[]): readonly [readonly Token[], readonly Token[]] {
  const isFile = (tokens: readonly Token[]): boolean => /\.[\p{L}\p{N}]{1,8}$/u.test(wording(tokens));
  return isFile(other) && !isFile(one) ? [other, one] : [one, other];
}

/** A form that lacks its end: names what is missing and shows the whole. */
function lacking(reason: string, end: string): (slots: Slots) => Outcome<Meaning> {
  return (slots) => {
    const tokens = slots('half');
    return locate(tokens, trouble(wording(tokens), reason, `${render(tokens)} ${end}`));
  };
}

/** Every sentence form by which a user does something. */
export const INTERACTIONS: readonly Form[] = [
  ...TAB_FORMS,
  ...DIALOG_ANSWERS,
  form('go|navigate|browse|return to {place}', open),
  form('open|visit|load [up] {place}', open),
  form('start|begin on|at|from {place}', open),
  form('reload|refresh [the] [current] [page|browser]', () => doing({ kind: 'reload' })),
  form('go|navigate back', () => doing({ kind: 'go-back' })),
  form('go|navigate back to the previous|last page', () => doing({ kind: 'go-back' })),
  form('click|tap [on|at] {target}', click(1)),
  form('double-click|doubleclick [on] {target}', click(2)),
  form('double click [on] {target}', click(2)),
  form('follow {target}', click(1, 'link')),
  form('press|push|hit [on] {target}', pressOrClick),
  form('open {target}', openElement),
  form('hover|mouse [over|on|above] {target}', (slots) =>
    using(readTarget(slots('target'), { plainName: true }), (target) => doing({ kind: 'hover', target })),
  ),
  form('move [the|my] mouse|pointer|cursor over|onto|on|to {target}', (slots) =>
    using(readTarget(slots('target'), { plainName: true }), (target) => doing({ kind: 'hover', target })),
  ),
  form('press|push|hit|use {key}', press(false)),
  form('press|push|hit|use [the] key {key}', press(true)),
  form('press|push|hit|use [the] {key} key', press(true)),
  form('press|push|hit|use {key} in|inside|on|within {field}', press(false)),
  form('press|push|hit|use [the] {key} key in|inside|on|within {field}', press(true)),
  ...FILLINGS,
  form(`${WRITE} {half}`, lacking('it does not say into which field', 'into the "…" field')),
  form('fill [in|out|up] {half}', lacking('it does not say with which value', 'with "…"')),
  form('clear|empty {field}', clear),
  form('clear|delete|remove [the] text|value|content|contents of|from|in {field}', clear),
  form('leave|keep {field} empty|blank', (slots) => clearField(slots('field'))),
  form('select|choose|pick {target}', choose),
  form('check|tick|mark [off] {target}', check('check')),
  form('uncheck|untick|deselect|unselect {target}', check('uncheck')),
  form('upload|attach [the|a] [file|image|picture|document] {file} to|for|in|into|as|with|using {field}', chooseFile),
  form('choose|select|pick|add [the|a] file {file} for|in|to|into|as|with {field}', chooseFile),
  form('upload|attach {half}', lacking('it does not say to which field', 'to the "…" field')),
];
