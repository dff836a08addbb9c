const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    enter: 'Enter',
    return: 'Enter',
    escape: 'Escape',
    esc: 'Escape',
    tab: 'Tab',
    tabulator: 'Tab',
    space: 'Space',
    'space bar': 'Space',
    spacebar: 'Space',
    backspace: 'Backspace',
    delete: 'Delete',
    del: 'Delete',
    insert: 'Insert',
    home: 'Home',
    end: 'End',
    'page up': 'PageUp',
    pageup: 'PageUp',
    'page down': 'PageDown',
    pagedown: 'PageDown',
    ...Object.fromEntries(
      ['Up', 'Down', 'Left', 'Right'].flatMap((way) =>
        [`arrow ${way}`, `${way} arrow`, `arrow${way}`, `arrow-${way}`].map((name) => [
          name.toLowerCase(),
          `Arrow${way}`,
        ]),
      ),
    ),
  }),
);
const MODIFIERS: ReadonlyMap<string, string> = new Map([
  ['ctrl', 'Control'],
  ['control', 'Control'],
  ['strg', 'Control'],
  ['shift', 'Shift'],
  ['alt', 'Alt'],
  ['option', 'Alt'],
  ['cmd', 'Meta'],
  ['command', 'Meta'],
  ['meta', 'Meta'],
]);
const OFTEN_BUTTONS = new Set(['Delete', 'Insert', 'Home', 'End']);

/** The key or combination in Playwright's spelling, as Enter or Control+A; undefined where the name is not known. */
export function readKey(written: string): string | undefined {
  const dashed = /^(\w+)-(\w)$/u.exec(written.trim())?.slice(1);
  const pieces = dashed ?? written.split('+').map((piece) => piece.trim());
  const last = readSingle(pieces.at(-1) ?? '', pieces.length > 1);
  const modifiers = pieces.slice(0, -1).map((piece) => MODIFIERS.get(piece.toLowerCase()));
  if (last === undefined || modifiers.includes(undefined)) return undefined;
  return [...modifiers, last].join('+');
}

/** Whether the key's name is also what buttons are often called, so that only "the Delete key" is plain. */
export function isOftenButton(key: string): boolean {
  return OFTEN_BUTTONS.has(key);
}

function readSingle(piece: string, combined: boolean): string | undefined {
  const named = NAMED.get(piece.toLowerCase().replaceAll(/\s+/gu, ' '));
  if (named !== undefined) return named;
  if (/^f(?:[1-9]|1[0-2])$/iu.test(piece)) return piece.toUpperCase();
  return combined && /^[\p{L}\p{N}]$/u.test(piece) ? piece : undefined;
}
