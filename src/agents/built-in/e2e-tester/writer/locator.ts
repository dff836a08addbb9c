import { pageTextPattern, regexLiteral, stringLiteral } from './literal.ts';
import type { PreludeName } from './prelude.ts';
import type { ElementKind, PageText, Target } from '../../../../feature/step.ts';

/**
 * What a sentence wants of its target, where the kind alone does not say which element is meant:
 * to read it, to click it, to type into it, to tick it, to give it files, or to operate it in some other way.
 */
export type Purpose = 'read' | 'click' | 'type' | 'tick' | 'upload' | 'operate';

/** Writes locators as source code and notes which prelude functions they use. */
export interface LocatorWriter {
  /** The expression that finds the target, strict unless the target has a position. */
  locator(target: Target, purpose: Purpose): string;
  /** A call of a prelude function. */
  call(name: PreludeName, ...args: readonly string[]): string;
  readonly used: ReadonlySet<PreludeName>;
}

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
  alert: ['alert', 'status'],
  item: ['listitem'],
} as const satisfies Partial<Record<ElementKind, readonly string[]>>;

/** Roles whose accessible name does not come from their content: they are told apart by the text they hold. */
const TOLD_APART_BY_TEXT: ReadonlySet<ElementKind> = new Set<ElementKind>(['dialog', 'alert', 'item']);

/** `'Save'`, or `'Save', { exact: true }` for a quoted name. */
const nameArguments = (name: PageText): string[] => [
  stringLiteral(name.value),
  ...(name.exact ? ['{ exact: true }'] : []),
];

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
  if (name === undefined) return `${byRole(scope, 'row')}.filter({ has: page.getByRole('cell') })`;
  if (!name.exact) return byRole(scope, 'row', [`name: ${stringLiteral(name.value)}`]);
  const text = name.value.trim();
  const start = /^[A-Za-z0-9_]/.test(text) ? '\\b' : '';
  const end = /[A-Za-z0-9_]$/.test(text) ? '\\b' : '';
  return byRole(scope, 'row', [`name: ${regexLiteral(start + pageTextPattern(text) + end)}`]);
}

/** A writer for one test file, in which `page` is the page under test. */
export function createLocatorWriter(): LocatorWriter {
  const used = new Set<PreludeName>();

  const call = (name: PreludeName, ...args: readonly string[]): string => {
    used.add(name);
    return `${name}(${args.join(', ')})`;
  };

  const textLocator = (scope: string, name: PageText): string =>
    `${scope}.getByText(${containedText(name)}).filter({ visible: true })`;

  const fieldLocator = (scope: string, name: PageText | undefined, purpose: Purpose): string => {
    if (purpose === 'upload') {
      return name ? call('fileField', scope, ...nameArguments(name)) : `${scope}.locator('input[type=file]')`;
    }
    return name
      ? call('field', scope, ...nameArguments(name))
      : anyOf(['textbox', 'searchbox', 'combobox', 'spinbutton'].map((role) => byRole(scope, role)));
  };

  const tickLocator = (scope: string, name?: PageText): string =>
    anyOf([rolesLocator(scope, 'checkbox', name), rolesLocator(scope, 'radio', name)]);

  /** The thing that carries a name, for a sentence that does not say what it is. */
  const anyLocator = (scope: string, name: PageText | undefined, purpose: Purpose): string => {
    if (purpose === 'upload' || purpose === 'type') return fieldLocator(scope, name, purpose);
    if (purpose === 'tick') return tickLocator(scope, name);
    if (name === undefined) return scope === 'page' ? `page.locator('body')` : scope;
    if (purpose === 'read') return textLocator(scope, name);
    return call(purpose === 'click' ? 'clickable' : 'control', scope, ...nameArguments(name));
  };

  const sectionLocator = (scope: string, name?: PageText): string =>
    name === undefined ? `${scope}.locator('section')` : call('part', scope, ...nameArguments(name));

  const formLocator = (scope: string, name?: PageText): string => {
    if (name === undefined) return `${scope}.locator('form')`;
    return call('part', scope, stringLiteral(name.value), name.exact ? '{ exact: true }' : '{}', `'form'`);
  };

  /** The part of the page that a sentence limits itself to. */
  const scopeLocator = (target: Target): string => {
    const outer = target.within === undefined ? 'page' : scopeLocator(target.within);
    const { kind, name } = target;
    if ((kind !== 'any' && kind !== 'heading' && kind !== 'text') || name === undefined) {
      return positioned(base(outer, target, 'read'), target.position);
    }
    const parts = sectionLocator(outer, name);
    const places = [parts, rowLocator(outer, name), rolesLocator(outer, 'item', name)];
    return positioned(kind === 'heading' ? parts : anyOf(places), target.position);
  };

  const base = (scope: string, { kind, name }: Target, purpose: Purpose): string => {
    switch (kind) {
      case 'any':
        return anyLocator(scope, name, purpose);
      case 'text':
        return name === undefined ? anyLocator(scope, name, 'read') : textLocator(scope, name);
      case 'field':
        return fieldLocator(scope, name, purpose);
      case 'row':
        return rowLocator(scope, name);
      case 'region':
        return sectionLocator(scope, name);
      case 'form':
        return formLocator(scope, name);
      default:
        return rolesLocator(scope, kind, name);
    }
  };

  return {
    used,
    call,
    locator: (target, purpose) =>
      positioned(
        base(target.within === undefined ? 'page' : scopeLocator(target.within), target, purpose),
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
