/**
 * The simple commands of a shell command line, each in its words, quotes taken away. What only a shell can tell
 * (variables, patterns, substitutions) stays as it is written.
 */
export function simpleCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  // The name of a file that is read or written is no word of the command.
  let redirected = false;
  const endWord = (): void => {
    if (word !== undefined && !redirected) words.push(word);
    if (word !== undefined) redirected = false;
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"' || character === "'") {
      const end = line.indexOf(character, at + 1);
      const to = end === -1 ? line.length : end;
      word = (word ?? '') + line.slice(at + 1, to);
      at = to;
    } else if (character === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (/\s/.test(character) && character !== '\n') endWord();
    else if (character === '<' || character === '>') {
      endWord();
      redirected = true;
      if (line[at + 1] === '&') at += 1;
    } else if ('\n;|&()'.includes(character)) {
      redirected = false;
      endCommand();
    } else word = (word ?? '') + character;
  }
  endCommand();
  return commands;
}
