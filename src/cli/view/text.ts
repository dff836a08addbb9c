const graphemes = new Intl.Segmenter();

/** What a terminal obeys rather than shows: controls, and marks that turn the order of what is read after them (Unicode UAX 9). */
const unseen = /[\p{Cc}\p{Bidi_Control}]/gu;

/** The same, but for line ends and for colours, which are the CLI's own. */
const unseenBesidesColours = /(\u001B\[[\d;]*m|[\n\t])|[\p{Cc}\p{Bidi_Control}]/gu;

/** A text on one line, without characters that could move the cursor or have the rest read in another order. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(unseen, '').trim();
}

/** Lines as they are printed, with nothing in them that a terminal would obey but colours and line ends. */
export function printable(lines: string): string {
  return lines.replace(unseenBesidesColours, (_, kept: string | undefined) => kept ?? '');
}

/** A JSON document on one line; what a terminal would obey stands in it as its code, so that nothing is lost. */
export function jsonLine(document: unknown): string {
  const code = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(document).replace(unseen, code);
}

/** A text cut to at most `width` characters, its end marked where something is missing. */
export function cut(text: string, width: number): string {
  const characters = Array.from(graphemes.segment(oneLine(text)), ({ segment }) => segment);
  return characters.length <= width ? characters.join('') : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** A text broken into lines of at most `width` characters, at blanks where it can be. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** What a feature is called: its Gherkin name, else its first line of text. */
export function featureName(feature: string): string {
  const lines = feature.split('\n').map((line) => line.trim());
  const titled = lines.map((line) => /^(?:Feature|Scenario)[^:]*:(.+)$/i.exec(line)?.[1]?.trim()).find(Boolean);
  return oneLine(titled ?? lines.find((line) => line !== '' && !line.startsWith('#')) ?? '');
}
