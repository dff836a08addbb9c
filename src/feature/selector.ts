/** A way by which programs point at an element of a page, where people name what they see. */
export type SelectorKind = 'css' | 'xpath' | 'test-id';

const TAGS =
  'a|article|aside|body|button|dialog|div|fieldset|footer|form|h[1-6]|header|html|iframe|img|input|label|li|main|nav|ol|option|p|section|select|span|svg|table|tbody|td|textarea|th|thead|tr|ul';
const NAME = String.raw`-?[_a-zA-Z][\w-]*`;
const ATTRIBUTE = String.raw`\[(?:[\w-]+[~|^$*]?=[^\]]*|(?:data|aria)-[\w-]+|disabled|checked|required|hidden|open)\]`;
/** `#submit`, `.error`, `[name=email]`, `:checked`. */
const PART = String.raw`(?:#${NAME}|\.${NAME}|${ATTRIBUTE}|::?[a-z][a-z-]*(?:\([^)]*\))?)`;
/** An element with parts, `div.error`, or parts alone. */
export const COMPOUND = new RegExp(String.raw`^(?:(?:${TAGS}|\*)${PART}+|${PART}+)$`, 'u');
/** An element alone, or any. */
export const TAG = new RegExp(`^(?:${TAGS}|\\*)$`, 'u');
/** The beginning of a path through a document. */
export const XPATH = new RegExp(
  String.raw`^(?:xpath=|\(?\.?\/\/(?:\*|@|(?:${TAGS}|text\(\))(?:$|[\s/[\]()|]))|\/html(?:$|[/[]))`,
  'u',
);
const TEST_ID = /^(?:\[?\s*data-(?:test|testid|test-id|cy|qa)\b|getBy[A-Z]\w*\()/u;
const PREFIX = /^(?:css=|id=[\w-]+$|role=\w+\[|(?:class|name)=[\w-]+$)/u;

/** Longer than any selector that people put into a sentence. */
const MAX_LENGTH = 300;

/**
 * The kind of selector that a quoted name looks like; undefined for what may well be a text. A text may begin with the
 * same signs: “#1 in sales” and “#123” have a digit where an id has none, “#ff0000” is a colour, “.NET” is written in
 * capitals, “// TODO” and “//” name no element, “/cart” is a page, “Save > New” and “a, b” have no part of a selector.
 */
export function selectorIn(name: string): SelectorKind | undefined {
  const text = name.trim();
  if (text.length > MAX_LENGTH) return undefined;
  if (TEST_ID.test(text)) return 'test-id';
  if (XPATH.test(text)) return 'xpath';
  if (PREFIX.test(text)) return 'css';
  const joined = text.replace(/\[[^[\]]*\]/gu, (attribute) => attribute.replace(/[>+~,\s]/gu, '_'));
  const pieces = joined.split(/[>+~,\s]+/u).filter((piece) => piece !== '');
  const selecting = pieces.filter((piece) => COMPOUND.test(piece));
  const whole = pieces.length > 0 && pieces.every((piece) => TAG.test(piece) || COMPOUND.test(piece));
  return whole && selecting.length > 0 && !isWritten(text) ? 'css' : undefined;
}

/** What looks like one part of a selector, yet is mostly written to be read: a colour, a name in capitals, an ellipsis. */
function isWritten(text: string): boolean {
  const isColour = /^#(?=.*\d)(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/iu.test(text);
  return isColour || /^[.#][A-Z][A-Z\d]*$/u.test(text);
}
