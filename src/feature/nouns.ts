import { KIND_NOUNS, type Noun } from './lexicon.ts';
import type { Token } from './token.ts';

const MAX_NOUN_WORDS = 3;

/** A noun that names a kind of element, and how many words it takes. */
export interface FoundNoun {
  readonly noun: Noun;
  readonly words: number;
}

/** The noun that tokens end with. */
export function nounAtEnd(tokens: readonly Token[]): FoundNoun | undefined {
  return findNoun(tokens, (words) => tokens.slice(-words));
}

/** The noun that tokens begin with. */
export function nounAtStart(tokens: readonly Token[]): FoundNoun | undefined {
  return findNoun(tokens, (words) => tokens.slice(0, words), tokens.at(1)?.kind === 'quoted');
}

/** Finds the longest noun; a capital letter makes it part of a name, unless quotes follow that are the name. */
function findNoun(
  tokens: readonly Token[],
  take: (words: number) => readonly Token[],
  anyCase = false,
): FoundNoun | undefined {
  for (let words = Math.min(MAX_NOUN_WORDS, tokens.length); words > 0; words -= 1) {
    const taken = take(words);
    const noun = KIND_NOUNS.get(taken.map((token) => (token.kind === 'word' ? token.lower : '"')).join(' '));
    if (noun === undefined) continue;
    const small = anyCase || taken.every((token) => token.text === token.lower) || isShouted(tokens);
    if (small) return { noun, words };
  }
  return undefined;
}

function isShouted(tokens: readonly Token[]): boolean {
  return tokens.every((token) => token.kind === 'quoted' || token.text === token.text.toUpperCase());
}

/** Whether tokens are a noun and nothing else. */
export function isNoun(tokens: readonly Token[]): boolean {
  return tokens.length > 0 && nounAtEnd(tokens)?.words === tokens.length;
}

/** A word at either end that would be a noun if it were written small. */
export function capitalNoun(tokens: readonly Token[]): string | undefined {
  if (tokens.length < 2) return undefined;
  return [tokens.at(-1), tokens[0]].find((token) => token?.kind === 'word' && KIND_NOUNS.has(token.lower))?.text;
}
