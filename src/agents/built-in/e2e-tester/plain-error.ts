/** What the engine's kinds are called, where a person would not call them so. */
const CALLED: Readonly<Record<string, string>> = {
  input: 'field',
  file: 'field for files',
  clickable: 'thing to click that is called',
  control: 'thing called',
  tick: 'box',
  part: 'part',
  menuitem: 'menu item',
  img: 'image',
  listitem: 'item',
  textbox: 'field',
  combobox: 'field',
};
const QUOTED = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/(?:[^/\\]|\\.)+\/[a-z]*`;
const OPTIONS = String.raw`(?:, \{ (?:name: (?<name>${QUOTED}))?(?:, )?(?:exact: true)? \})?`;
/** A call of those that a locator is made of, as Playwright writes them. */
export const CALL = new RegExp(
  [
    String.raw`getByRole\('(?<role>\w+)'${OPTIONS}\)`,
    String.raw`(?:frameL|l)ocator\('named=(?<kind>\w+) ~?(?<named>"(?:[^"\\]|\\.)*")'\)`,
    String.raw`locator\('error=~?(?<error>"(?:[^"\\]|\\.)*")'\)`,
    String.raw`getBy(?<by>Text|Label|Placeholder|Title|AltText)\((?<text>${QUOTED})(?:, \{ exact: true \})?\)`,
    String.raw`(?<position>first|last|nth)\((?<nth>-?\d*)\)`,
    String.raw`visible\(\)`,
    String.raw`(?<telling>and)\(locator\('(?:[^'\\]|\\.)*'\)\)`,
    String.raw`contentFrame\(\)`,
  ].join('|'),
  'y',
);

/**
 * What went wrong in a scenario, in plain words where Playwright tells it in code: a thing that is not there, or several
 * that fit, each with what it is, its name and where. Any other message is handed on without the log of calls.
 */
export function plainError(message: string): string {
  const [before = ''] = message.split(/\nCall [Ll]og:/u);
  const said = before.trim();
  const missing = /^There is no (.*)\.$/su.exec(said);
  if (missing !== null) return `There is no ${spoken(missing[1] ?? '')} on the page, nor in a frame of it.`;
  return stillThere(said) ?? severalFit(said) ?? said;
}

const HOW_MANY = 'how many there are of ';

function stillThere(said: string): string | undefined {
  const [first = '', ...rest] = said.split('\n');
  const [, count] = /^ *(\d+)/u.exec(rest.join('\n').split('Received:').at(-1) ?? '') ?? [];
  if (!first.startsWith(HOW_MANY) || count === undefined) return undefined;
  return `The ${spoken(first.slice(HOW_MANY.length))} is still there, ${count}×.`;
}

const SEVERAL = 'strict mode violation: ';

function severalFit(said: string): string | undefined {
  const [before = '', ...rest] = said.split(SEVERAL);
  const found = / fits \d+ things:/u.exec(rest.join(SEVERAL));
  if (rest.length === 0 || found === null) return undefined;
  const { index, input } = found;
  return `${before}${SEVERAL}the ${spoken(input.slice(0, index))}${input.slice(index)}`;
}

/** A locator in the words of a feature, from the thing outwards; as it is where it has calls that are not known here. */
function spoken(whole: string): string {
  const locator = withoutAlternatives(whole);
  const parts: string[] = [];
  CALL.lastIndex = 0;
  while (CALL.lastIndex < locator.length) {
    const found = CALL.exec(locator);
    if (found === null) return whole;
    const { role, name, kind, named, error, text, by, position, nth, telling } = found.groups ?? {};
    if (role !== undefined) parts.push(called(role, name));
    else if (kind !== undefined) parts.push(called(kind, named));
    else if (error !== undefined) parts.push(error === '""' ? 'error' : `error ${error}`);
    else if (text !== undefined) parts.push(called(by === 'Label' ? 'field' : 'text', text));
    else if (telling !== undefined) parts.push((parts.pop() ?? '').replace(/^text/u, 'message'));
    else if (position === 'last') parts.push(`last ${parts.pop() ?? ''}`);
    else if (position === 'nth') parts.push(`${parts.pop() ?? ''} no. ${Number(nth) + 1}`);
    if (locator[CALL.lastIndex] === '.') CALL.lastIndex += 1;
    else if (CALL.lastIndex < locator.length) return whole;
  }
  return parts.toReversed().join(' in the ');
}

/** A locator without what stands in `.or(…)`: its first alternative says what is meant. */
function withoutAlternatives(locator: string): string {
  let kept = '';
  let depth = 0;
  for (let at = 0; at < locator.length; at += 1) {
    if (depth === 0 && locator.startsWith('.or(', at)) {
      depth = 1;
      at += 3;
    } else if (depth === 0) kept += locator[at] ?? '';
    else if (locator[at] === '(') depth += 1;
    else if (locator[at] === ')') depth -= 1;
  }
  return kept;
}

function called(kind: string, name: string | undefined): string {
  const word = CALLED[kind] ?? kind;
  return name === undefined ? word : `${word} ${plainName(name)}`;
}

/** A name as it stands in the locator: quoted, or a pattern that was made of one. */
function plainName(name: string): string {
  if (!name.startsWith('/')) return `"${name.slice(1, -1).replaceAll(/\\(['"\\])/gu, '$1')}"`;
  const pattern = name.slice(1, name.lastIndexOf('/'));
  const plain = pattern
    .replaceAll('\\b', '')
    .replaceAll('\\s+', ' ')
    .replaceAll(/\\(?=[^\w\s])/gu, '');
  return `"${plain}"`;
}
