const graphemes = new Intl.Segmenter();
const control = /\p{Cc}+/gu;

/** A text on one line, without characters that could move the cursor. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(control, '').trim();
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
  const titled = lines.map((line) => /^(?:Feature|Scenario)[^:]*:\s*(.+)$/i.exec(line)?.[1]).find(Boolean);
  return oneLine(titled ?? lines.find((line) => line !== '' && !line.startsWith('#')) ?? '');
}
