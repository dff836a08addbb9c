import { hidingTexts } from '../domain/hide-texts.ts';
import { isTelling } from './known-secrets.ts';
import { HIDDEN, type Mask, withoutCredentials } from './secret-shapes.ts';

/**
 * Hides given secrets wherever they stand in a text, also line by line, escaped as in JSON, or encoded as in URLs; and
 * before them what `first` hides, which is all that has the shape of a secret.
 */
export function maskOf(secrets: Iterable<string>, first: Mask = withoutCredentials): Mask {
  const known = [...secrets].flatMap((secret) => [secret, ...secret.split('\n')]).map((part) => part.trim());
  const hide = hidingTexts(known.filter(isTelling).flatMap(formsOf), HIDDEN);
  return (text) => first(hide(text));
}

function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
}
