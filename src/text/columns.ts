import stringWidth from 'string-width';

const PLAIN = /^[ -~]*$/;
const graphemes = new Intl.Segmenter();

/** How many columns of a terminal a text takes: two for full-width characters and emoji, none for colours and marks. */
export function columnsOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** A character as a reader sees it, and the columns it takes. */
export interface Cell {
  readonly text: string;
  readonly columns: number;
}

/** The characters of a text. */
export function cellsOf(text: string): readonly Cell[] {
  if (PLAIN.test(text)) return Array.from(text, (character) => ({ text: character, columns: 1 }));
  return Array.from(graphemes.segment(text), ({ segment }) => ({ text: segment, columns: columnsOf(segment) }));
}

/** A text with blanks up to a width; one that is wider stays as it is. */
export function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return align === 'right' ? blanks + text : text + blanks;
}
