import type { Token } from './token.ts';

const ENDS = new Set(['.', '!', ';', '•']);

/** Cuts tokens into lines of thought: runs of fragments that only a line break parts, so that they may belong together. */
export function fragments(tokens: readonly Token[]): readonly (readonly (readonly Token[])[])[] {
  const runs: Token[][][] = [[[]]];
  for (const [index, token] of tokens.entries()) {
    const run = runs.at(-1) ?? [];
    const isMark = token.kind === 'mark';
    if (isMark && token.lower === '\n') {
      const paragraph = tokens[index + 1]?.lower === '\n' && tokens[index + 1]?.kind === 'mark';
      if (paragraph) runs.push([[]]);
      else run.push([]);
    } else if (isMark && ENDS.has(token.lower)) runs.push([[]]);
    else run.at(-1)?.push(token);
  }
  return runs
    .map((run) => run.filter((fragment) => fragment.some((token) => token.kind !== 'mark' || token.lower === '?')))
    .filter((run) => run.length > 0);
}

/** The sentences of a text that has no line breaks. */
export function sentences(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return fragments(tokens).flat();
}
