const LONGEST = 160;

/** Characters that turn a text's direction round, or hide in it. */
const INVISIBLE = /[\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/**
 * A text of anybody as one line of Markdown that shows it as it is: no markup, no HTML, no link and no table of its own, at
 * most so many characters of it.
 */
export function escaped(text: string, most = LONGEST): string {
  const line = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(INVISIBLE, '')
    .trim();
  const characters = Array.from(line);
  const short = characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
  return (
    short
      .replace(/[\\`*[\]<>|~&$]/g, String.raw`\$&`)
      // Within a word an underscore is only itself; at its edge it would emphasise.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
      // What begins like an address would become a link.
      .replace(/:(?=\/\/)/g, String.raw`\:`)
      .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}${String.raw`\.`}`)
      .replace(/@/g, String.raw`\@`)
      // What begins a line could begin a heading, a list or a quote.
      .replace(/^([#+-])/, String.raw`\$1`)
      .replace(/^(\d+)([.)])/, String.raw`$1\$2`)
  );
}
