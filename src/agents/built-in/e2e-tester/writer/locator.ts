import { pageTextPattern, regexLiteral, stringLiteral } from './literal.ts';
import type { PreludeName } from './prelude/prelude.ts';
import { TerminalAgentError } from '../../../../domain/failure.ts';
import type { ElementKind, PageText, Target } from '../../../../feature/step.ts';

/**
 * What a sentence wants of its target, where the kind alone does not say which element is meant:
 * to read it, to click it, to type into it, to tick it, to give it files, or to operate it in some other way.
 */
export type TargetUse = 'read' | 'click' | 'type' | 'tick' | 'upload' | 'operate';

/** Writes locators as source code and notes which prelude functions they use. */
export interface LocatorWriter {
  /** The expression that finds the target below `at`, a page or a frame; strict unless the target has a position. */
  locator(target: Target, purpose: TargetUse): string;
  /** The expression of the selector for a thing of that kind by its name. */
  selector(kind: string, name: PageText): string;
  /** Whether a target is found as people name it, among what is visible only. */
  isNamed(target: Target): boolean;
  /** A call of a prelude function. */
  call(name: PreludeName, ...args: readonly string[]): string;
  readonly used: ReadonlySet<PreludeName>;
}

/** Where every locator begins. */
export const ROOT = 'at';

const ROLES = {
  heading: ['heading'],
  button: ['button'],
  link: ['link'],
  radio: ['radio'],
  option: ['option'],
  list: ['list'],
  table: ['table'],
  cell: ['cell'],
  image: ['img'],
  tab: ['tab'],
  menu: ['menu'],
  menuitem: ['menuitem'],
  navigation: ['navigation'],
  checkbox: ['checkbox', 'switch'],
  dialog: ['dialog', 'alertdialog'],
  alert: ['alert', 'status', 'alertdialog'],
  item: ['listitem'],
} as const satisfies Partial<Record<ElementKind, readonly string[]>>;

/** Kinds that are found as people name them, under the name that the engine has for them. */
const NAMED: Partial<Record<ElementKind, string>> = {
  heading: 'heading',
  button: 'button',
  link: 'link',
  radio: 'radio',
  checkbox: 'checkbox',
  tab: 'tab',
  menuitem: 'menuitem',
  dialog: 'dialog',
  region: 'part',
  form: 'form',
};

/** Roles whose accessible name does not come from their content: they are told apart by the text they hold. */
const TOLD_APART_BY_TEXT: ReadonlySet<ElementKind> = new Set<ElementKind>(['alert', 'item']);

/** Kinds that are only found where they are visible, besides those that are named. */
const FOUND_VISIBLE: ReadonlySet<ElementKind> = new Set<ElementKind>(['field', 'message', 'frame']);

/** Text that an element contains: quoted with its case, else in any case. */
const containedText = (text: PageText): string =>
  text.exact ? regexLiteral(pageTextPattern(text.value)) : stringLiteral(text.value);

const byRole = (scope: string, role: string, options: readonly string[] = []): string =>
  `${scope}.getByRole('${role}'${options.length === 0 ? '' : `, { ${options.join(', ')} }`})`;

const anyOf = ([first = '', ...others]: readonly string[]): string =>
  first + others.map((other) => `.or(${other})`).join('');

function rolesLocator(scope: string, kind: keyof typeof ROLES, name?: PageText): string {
  if (name === undefined) return anyOf(ROLES[kind].map((role) => byRole(scope, role)));
  if (TOLD_APART_BY_TEXT.has(kind)) {
    return `${anyOf(ROLES[kind].map((role) => byRole(scope, role)))}.filter({ hasText: ${containedText(name)} })`;
  }
  const options = [`name: ${stringLiteral(name.value)}`, ...(name.exact ? ['exact: true'] : [])];
  return anyOf(ROLES[kind].map((role) => byRole(scope, role, options)));
}

/** A row is named by words it contains; without a name it is a row of data, not of column headings. */
function rowLocator(scope: string, name?: PageText): string {
  if (name === undefined) return `${byRole(scope, 'row')}.filter({ has: ${ROOT}.getByRole('cell') })`;
  if (!name.exact) return byRole(scope, 'row', [`name: ${stringLiteral(name.value)}`]);
  const text = name.value.trim();
  const start = /^[A-Za-z0-9_]/.test(text) ? '\\b' : '';
  const end = /[A-Za-z0-9_]$/.test(text) ? '\\b' : '';
  return byRole(scope, 'row', [`name: ${regexLiteral(start + pageTextPattern(text) + end)}`]);
}

/** What a field is looked for as: to type into it not every field will do, and one for files is mostly hidden. */
const FIELD_FOR: Readonly<Record<TargetUse, string>> = {
  type: 'field',
  upload: 'file',
  tick: 'tick',
  read: 'input',
  click: 'input',
  operate: 'input',
};

/** A writer for one test file. */
export function createLocatorWriter(): LocatorWriter {
  const used = new Set<PreludeName>();

  const call = (name: PreludeName, ...args: readonly string[]): string => {
    used.add(name);
    return `${name}(${args.join(', ')})`;
  };

  /** The selector by which a thing is found as people name it. */
  const selector = (kind: string, name: PageText): string =>
    call(name.exact ? 'named' : 'like', `'${kind}'`, stringLiteral(name.value));

  const byName = (scope: string, kind: string, name: PageText): string => `${scope}.locator(${selector(kind, name)})`;

  const textsIn = (scope: string, name: PageText): string => {
    const isPart = scope !== ROOT && !scope.endsWith('.contentFrame()');
    return isPart ? call('textIn', scope, containedText(name)) : `${scope}.getByText(${containedText(name)})`;
  };

  const textLocator = (scope: string, name: PageText): string => `${textsIn(scope, name)}.filter({ visible: true })`;

  const fieldLocator = (scope: string, name: PageText | undefined, purpose: TargetUse): string => {
    if (name !== undefined) return byName(scope, FIELD_FOR[purpose], name);
    if (purpose === 'upload') return `${scope}.locator('input[type=file]')`;
    return anyOf(['textbox', 'searchbox', 'combobox', 'spinbutton'].map((role) => byRole(scope, role)));
  };

  /** The thing that carries a name, for a sentence that does not say what it is. */
  const anyLocator = (scope: string, name: PageText | undefined, purpose: TargetUse): string => {
    if (purpose === 'upload' || purpose === 'type') return fieldLocator(scope, name, purpose);
    if (name === undefined && purpose === 'tick')
      return anyOf([rolesLocator(scope, 'checkbox'), byRole(scope, 'radio')]);
    if (name === undefined) return scope === ROOT ? `${ROOT}.locator('body')` : scope;
    if (purpose === 'read') return textLocator(scope, name);
    return byName(scope, purpose === 'tick' ? 'tick' : purpose === 'click' ? 'clickable' : 'control', name);
  };

  /** An error of the field that it is within, or else a message. */
  const errorLocator = (scope: string, { name, within }: Target): string => {
    if (within?.kind !== 'field') return messageLocator(scope, name);
    used.add('errors');
    const text = `${name?.exact === false ? '~' : ''}${JSON.stringify(name?.value ?? '')}`;
    return `${scope}.locator(${stringLiteral(`error=${text}`)})`;
  };

  const messageLocator = (scope: string, name: PageText | undefined): string =>
    name === undefined ? rolesLocator(scope, 'alert') : call('message', ROOT, textsIn(scope, name));

  const frameLocator = (scope: string, name: PageText | undefined): string =>
    name === undefined ? `${scope}.locator('iframe')` : byName(scope, 'frame', name);

  /** The part of the page that a sentence limits itself to. */
  const scopeLocator = (target: Target): string => {
    const outer = target.within === undefined ? ROOT : scopeLocator(target.within);
    const { kind, name } = target;
    if (kind === 'frame') return `${positioned(frameLocator(outer, name), target.position)}.contentFrame()`;
    if ((kind !== 'any' && kind !== 'heading' && kind !== 'text') || name === undefined) {
      return positioned(base(outer, target, 'read'), target.position);
    }
    const parts = byName(outer, 'part', name);
    const places = [parts, rowLocator(outer, name), rolesLocator(outer, 'item', name)];
    return positioned(kind === 'heading' ? parts : anyOf(places), target.position);
  };

  const base = (scope: string, target: Target, purpose: TargetUse): string => {
    const { kind, name } = target;
    const engineKind = NAMED[kind];
    if (engineKind !== undefined && name !== undefined) return byName(scope, engineKind, name);
    switch (kind) {
      case 'any':
        return anyLocator(scope, name, purpose);
      case 'text':
        return name === undefined ? anyLocator(scope, name, 'read') : textLocator(scope, name);
      case 'message':
        return messageLocator(scope, name);
      case 'error':
        return errorLocator(scope, target);
      case 'frame':
        return frameLocator(scope, name);
      case 'browser-dialog':
        throw new TerminalAgentError('a dialog of the browser is no part of the page');
      case 'field':
        return fieldLocator(scope, name, purpose);
      case 'row':
        return rowLocator(scope, name);
      case 'region':
        return `${scope}.locator('section')`;
      case 'form':
        return `${scope}.locator('form')`;
      default:
        return rolesLocator(scope, kind, name);
    }
  };

  return {
    used,
    call,
    selector,
    isNamed: ({ kind, name }) =>
      kind === 'error' || (name !== undefined && (NAMED[kind] !== undefined || FOUND_VISIBLE.has(kind))),
    locator: (target, purpose) =>
      positioned(
        base(target.within === undefined ? ROOT : scopeLocator(target.within), target, purpose),
        target.position,
      ),
  };
}

function positioned(locator: string, position: number | undefined): string {
  if (position === undefined) return locator;
  if (position === 1) return `${locator}.first()`;
  if (position === -1) return `${locator}.last()`;
  return `${locator}.nth(${position > 0 ? position - 1 : position})`;
}
