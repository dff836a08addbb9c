/** What a terminal obeys rather than shows: controls, and marks that turn the order of what is read after them (Unicode UAX 9). */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}]/gu;

/** The same, but for line ends and for colours, which are the CLI's own. */
const UNSEEN_BESIDES_COLOURS = /(\u001B\[[\d;]*m|[\n\t])|[\p{Cc}\p{Bidi_Control}]/gu;

/** A text on one line, without characters that could move the cursor or have the rest read in another order. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '').trim();
}

/** Lines as they are printed, with nothing in them that a terminal would obey but colours and line ends. */
export function printable(lines: string): string {
  return lines.replace(UNSEEN_BESIDES_COLOURS, (_, kept: string | undefined) => kept ?? '');
}

/** A JSON document on one line; what a terminal would obey stands in it as its code, so that nothing is lost. */
export function jsonLine(document: unknown): string {
  const code = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(document).replace(UNSEEN, code);
}
