import { ARTICLES } from './lexicon.ts';
import { isOneOf, type Token } from './token.ts';

const NAMING = new Set(['named', 'called', 'labelled', 'labeled', 'titled', 'saying', 'containing', 'reading', 'for']);
const NAMING_WITH = new Set(['text', 'name', 'label', 'title', 'heading']);

/** The tokens without the words that only introduce a name: “named”, “with the text”, “for”. */
export function withoutNaming(tokens: readonly Token[]): readonly Token[] {
  const [first, second, third] = tokens;
  if (first?.lower === 'with') {
    const noun = isOneOf(second, ARTICLES) ? third : second;
    return isOneOf(noun, NAMING_WITH) ? tokens.slice(noun === third ? 3 : 2) : tokens;
  }
  return isOneOf(first, NAMING) && tokens.length > 1 ? tokens.slice(1) : tokens;
}
