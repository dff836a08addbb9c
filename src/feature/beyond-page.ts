import type { Target } from './step.ts';
import { type Token, wording } from './token.ts';

const FRAMES = new Set(['frame', 'iframe']);
const DIALOGS = new Set(['prompt', 'confirm']);

/** Whether the token is one of these nouns, written small: with a capital it is rather a name. */
function isNoun(token: Token | undefined, nouns: ReadonlySet<string>): boolean {
  return token?.kind === 'word' && nouns.has(token.text);
}

/** Reads tokens, without their article, as a frame: a page inside the page; undefined for anything else. */
export function frameNamed(tokens: readonly Token[]): Target | undefined {
  const [first, second] = tokens;
  if (tokens.length === 1 && isNoun(first, FRAMES)) return { kind: 'frame' };
  if (tokens.length === 2 && isNoun(first, FRAMES) && second?.kind === 'quoted') return framed(second.text, true);
  if (!isNoun(tokens.at(-1), FRAMES)) return undefined;
  if (tokens.length === 2 && first?.kind === 'quoted') return framed(first.text, true);
  const name = tokens.slice(0, -1);
  return name.length > 0 && name.length < 4 && name.every((token) => token.kind === 'word')
    ? framed(wording(name), false)
    : undefined;
}

/** Reads tokens, without their article, as a prompt or a confirm of the browser; undefined for anything else. */
export function nativeDialog(tokens: readonly Token[]): Target | undefined {
  const [first, second] = tokens;
  if (tokens.length === 1 && isNoun(first, DIALOGS)) return { kind: 'browser-dialog' };
  if (tokens.length !== 2) return undefined;
  const [noun, text] = first?.kind === 'quoted' ? [second, first] : [first, second];
  return isNoun(noun, DIALOGS) && text?.kind === 'quoted'
    ? { kind: 'browser-dialog', name: { value: text.text, exact: true } }
    : undefined;
}

function framed(value: string, exact: boolean): Target {
  return { kind: 'frame', name: { value, exact } };
}
